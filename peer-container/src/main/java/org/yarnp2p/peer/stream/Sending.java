package org.yarnp2p.peer.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.store.SegmentStore;

/** Sends what was chosen for one request. */
final class Sending {
  /** Bytes of a chunk: small enough that a request can be cancelled within a segment. */
  private static final int CHUNK = 512 * 1024;

  private final Wire wire;
  private final StreamSource source;
  private final StreamSource.Choice choice;
  private final BooleanSupplier cancelled;

  Sending(Wire wire, StreamSource source, StreamSource.Choice choice, BooleanSupplier cancelled) {
    this.wire = wire;
    this.source = source;
    this.choice = choice;
    this.cancelled = cancelled;
  }

  /**
   * Sends everything, or up to where the request is cancelled or a segment cannot be read.
   *
   * @param last called before the last bytes: the confirmation may come at once
   * @throws IOException when the connection is of no more use
   */
  void send(long request, Runnable last) throws IOException {
    List<StreamSource.Piece> pieces = choice.pieces();
    int begun = 0;
    try {
      wire.send(Frame.chosen(request, choice.kept(), pieces));
      int bytesAfter = pieces.stream().mapToInt(piece -> piece.length() > 0 ? 1 : 0).sum();
      if (bytesAfter == 0) {
        last.run();
      }
      for (StreamSource.Piece piece : pieces) {
        bytesAfter -= piece.length() > 0 ? 1 : 0;
        begun++;
        if (!send(piece, bytesAfter == 0 ? last : () -> {}, last)) {
          return;
        }
      }
    } finally {
      pieces.subList(begun, pieces.size()).forEach(piece -> source.unsent(piece.segment()));
    }
  }

  /** False when the request ends here. */
  private boolean send(StreamSource.Piece piece, Runnable end, Runnable cut) throws IOException {
    SegmentStore store = piece.store();
    int sent = 0;
    try {
      while (sent < piece.length()) {
        int count = source.rate().atATime(Math.min(CHUNK, piece.length() - sent));
        source.rate().take(count);
        String reason = cancelled.getAsBoolean() ? "" : unreadable(store, piece.segment());
        if (reason != null) {
          cut.run();
          wire.send(Frame.cut(reason));
          return false;
        }
        if (sent + count == piece.length()) {
          end.run();
        }
        wire.send(Frame.chunk(count));
        send(store, piece.segment(), sent, count);
        sent += count;
      }
      return true;
    } finally {
      source.sent(piece.segment(), sent);
      if (sent < piece.length()) {
        source.unsent(piece.segment());
      }
    }
  }

  /** When it is not the connection that fails, but the disk, this peer has to know. */
  private void send(SegmentStore store, SegmentRef segment, int offset, int count)
      throws IOException {
    try {
      store.send(segment.segment(), offset, count, wire.channel());
    } catch (IOException e) {
      if (!canRead(store, segment.segment(), offset, count)) {
        source.unreadable(segment);
      }
      throw e;
    }
    wire.moved();
  }

  private static boolean canRead(SegmentStore store, int segment, int offset, int count) {
    try {
      store.send(segment, offset, count, Channels.newChannel(OutputStream.nullOutputStream()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Null when all is well. */
  private String unreadable(SegmentStore store, SegmentRef segment) {
    try {
      store.check(segment.segment());
      return null;
    } catch (IOException e) {
      source.unreadable(segment);
      return e.toString();
    }
  }
}
