package org.yarnp2p.peer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.IntroductionBytes;
import org.yarnp2p.protocol.PeerProtocol.Introduction;

/** The frames of a stream connection as bytes, big-endian, and their bounds. */
final class Frame {
  // From the asker.
  static final int ASK = 1;
  static final int CANCEL = 2;
  static final int RECEIVED = 3;
  static final int RELEASE = 4;
  static final int WANT = 5;
  static final int HAVE = 6;
  static final int PING = 7;
  static final int HELLO = 8;
  static final int COMING = 9;

  // From the source.
  static final int CHOSEN = 17;
  static final int NO_SLOT = 18;
  static final int MISSING = 19;
  static final int CLEAR = 20;
  static final int BUSY = 21;
  static final int HEARD = 22;
  static final int PONG = 23;
  static final int WELCOME = 24;

  /** Segments that a frame may name. */
  static final int MOST_SEGMENTS = 64;

  /** Segments that a HAVE or COMING may name, and that may be announced without a HEARD. */
  static final int MOST_NEWS = 8192;

  /** Segments announced, after which the source says HEARD. */
  static final int NEWS_BETWEEN_HEARD = MOST_NEWS / 8;

  /**
   * Bytes of an introduction: with what was announced before and is not heard it must fit into the
   * system's buffers, since whoever writes it must not wait for a source that has stopped.
   */
  static final int MOST_HELLO = 64 * 1024;

  /** Bytes of a chunk. */
  static final int MOST_CHUNK = 1 << 20;

  /** Bytes of the reason for a cut. */
  static final int MOST_REASON = 1024;

  private static final int HEADER = Byte.BYTES + Long.BYTES;
  private static final int REF = 2 * Integer.BYTES;

  private Frame() {}

  /** As how many announced segments a frame counts. */
  static int news(ByteBuffer frame) {
    return (frame.remaining() + REF - 1) / REF;
  }

  static ByteBuffer ask(long request, int mostBytes, List<SegmentRef> candidates) {
    List<SegmentRef> named = candidates.subList(0, Math.min(candidates.size(), MOST_SEGMENTS));
    ByteBuffer frame = header(ASK, request, Integer.BYTES + Short.BYTES + named.size() * REF);
    frame.putInt(mostBytes).putShort((short) named.size());
    named.forEach(segment -> put(segment, frame));
    return frame.flip();
  }

  /** Empty when there is too much to say. */
  static Optional<ByteBuffer> hello(Introduction introduction) {
    byte[] said = IntroductionBytes.encode(introduction);
    return said.length > MOST_HELLO
        ? Optional.empty()
        : Optional.of(
            ByteBuffer.allocate(Byte.BYTES + Integer.BYTES + said.length)
                .put((byte) HELLO)
                .putInt(said.length)
                .put(said)
                .flip());
  }

  static ByteBuffer have(List<SegmentRef> segments) {
    return naming(HAVE, segments);
  }

  static ByteBuffer coming(List<SegmentRef> segments) {
    return naming(COMING, segments);
  }

  private static ByteBuffer naming(int type, List<SegmentRef> segments) {
    ByteBuffer frame =
        ByteBuffer.allocate(Byte.BYTES + Short.BYTES + segments.size() * REF)
            .put((byte) type)
            .putShort((short) segments.size());
    segments.forEach(segment -> put(segment, frame));
    return frame.flip();
  }

  /**
   * A frame that names a request and nothing else. In its place a BUSY has the time to wait, a
   * HEARD the number of segments.
   */
  static ByteBuffer of(int type, long request) {
    return header(type, request, 0).flip();
  }

  /** A frame that is its type alone. */
  static ByteBuffer of(int type) {
    return ByteBuffer.allocate(Byte.BYTES).put((byte) type).flip();
  }

  static ByteBuffer chosen(long request, boolean kept, List<StreamSource.Piece> pieces) {
    int each = REF + Integer.BYTES + Digest.LENGTH;
    ByteBuffer frame = header(CHOSEN, request, Byte.BYTES + Short.BYTES + pieces.size() * each);
    frame.put((byte) (kept ? 1 : 0)).putShort((short) pieces.size());
    for (StreamSource.Piece piece : pieces) {
      put(piece.segment(), frame);
      frame.putInt(piece.length());
      piece.digest().putInto(frame);
    }
    return frame.flip();
  }

  static ByteBuffer chunk(int length) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(length).flip();
  }

  /** Instead of a chunk: nothing more comes for the request. */
  static ByteBuffer cut(String reason) {
    byte[] text = reason.getBytes(UTF_8);
    int length = Math.min(text.length, MOST_REASON);
    return ByteBuffer.allocate(Integer.BYTES + Short.BYTES + length)
        .putInt(0)
        .putShort((short) length)
        .put(text, 0, length)
        .flip();
  }

  private static ByteBuffer header(int type, long request, int rest) {
    return ByteBuffer.allocate(HEADER + rest).put((byte) type).putLong(request);
  }

  private static void put(SegmentRef segment, ByteBuffer frame) {
    frame.putInt(segment.file()).putInt(segment.segment());
  }
}
