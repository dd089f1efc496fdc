package org.yarnp2p.peer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.download.Receiver;

/**
 * The bytes of one answer. While the last of them travel, the slot goes on to another: nobody's
 * link is idle for the time that the agreement takes.
 */
final class Incoming {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  private final Wire wire;
  private final Member source;
  private final Receiver receiver;
  private final Runnable moved;
  private final int lastPercent;
  private final Runnable handOver;
  private long left;
  private long handOverAt;
  private boolean handedOver;

  /** A segment that the source is going to send. */
  private record Promised(SegmentRef segment, int length, Digest digest) {}

  /**
   * @param wire where the number of the request has been read
   * @param moved run when some of it has come and been taken
   * @param lastPercent of the bytes travel while the next answer is arranged
   * @param handOver run once, when the slot may go on to another
   */
  Incoming(
      Wire wire,
      Member source,
      Receiver receiver,
      Runnable moved,
      int lastPercent,
      Runnable handOver) {
    this.wire = wire;
    this.source = source;
    this.receiver = receiver;
    this.moved = moved;
    this.lastPercent = lastPercent;
    this.handOver = handOver;
  }

  /** Takes in what comes, up to the end of the request. */
  void take() throws IOException {
    boolean kept = StreamViolation.within("kept", wire.u8(), 0, 1) == 1;
    int count = StreamViolation.within("segments", wire.u16(), 1, Frame.MOST_SEGMENTS);
    List<Promised> promised = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      promised.add(
          new Promised(
              wire.segment(),
              StreamViolation.within("length", wire.i32(), 0, Integer.MAX_VALUE),
              Digest.copyOf(wire.bytes(Digest.LENGTH))));
    }
    receiver.bound(promised.stream().map(Promised::segment).toList(), kept);
    left = promised.stream().mapToLong(Promised::length).sum();
    handOverAt = left * lastPercent / 100;
    for (Promised next : promised) {
      if (!take(next)) {
        break;
      }
    }
    if (!handedOver) {
      handOver.run(); // before the receiver knows
    }
  }

  /** False when the rest of the request will not come. */
  private boolean take(Promised promised) throws IOException {
    Receiver.Arrival arrival =
        receiver.begin(promised.segment(), promised.length(), promised.digest());
    boolean whole = false;
    try {
      int due = promised.length();
      while (due > 0) {
        int chunk = StreamViolation.within("chunk", wire.i32(), 0, Math.min(due, Frame.MOST_CHUNK));
        if (chunk == 0) {
          cut(promised);
          return false;
        }
        due -= chunk;
        while (chunk > 0) {
          ByteBuffer part = wire.some(chunk);
          int length = part.remaining();
          chunk -= length;
          arrival.part(part);
          came(length);
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        arrival.cutOff();
      }
    }
    arrival.end();
    return true;
  }

  private void came(int bytes) {
    moved.run();
    left -= bytes;
    if (!handedOver && left <= handOverAt) {
      handedOver = true;
      handOver.run();
      receiver.arriving();
    }
  }

  private void cut(Promised promised) throws IOException {
    byte[] reason = wire.bytes(StreamViolation.within("reason", wire.u16(), 0, Frame.MOST_REASON));
    if (reason.length > 0) {
      LOG.warn("{} cannot send {}: {}", source, promised.segment(), new String(reason, UTF_8));
    }
  }
}
