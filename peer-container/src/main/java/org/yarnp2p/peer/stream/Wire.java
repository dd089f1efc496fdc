package org.yarnp2p.peer.stream;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.SegmentRef;

/**
 * A socket with a buffer for what comes in, and the time of its last movement. One thread reads,
 * several may write; a frame is written whole. Reads and writes wait; closing ends them.
 */
final class Wire implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

  /** What comes in smaller parts is gathered, in bytes: a write costs more than its bytes. */
  private static final int WORTH_A_WRITE = 64 * 1024;

  private final SocketChannel channel;
  private final ByteBuffer in;
  private final LongSupplier nanoClock;
  private final int worthAWrite;
  private volatile long movedAt;

  private volatile boolean reading;
  private volatile long readingSince;

  /**
   * @param channel blocking
   * @param buffer for what comes in, not used by others until this is closed
   */
  Wire(SocketChannel channel, ByteBuffer buffer, LongSupplier nanoClock) {
    this.channel = channel;
    in = buffer.clear().limit(0);
    worthAWrite = Math.min(WORTH_A_WRITE, buffer.capacity());
    this.nanoClock = nanoClock;
    moved();
  }

  /** When bytes last came in or went out, in ns. */
  long movedAt() {
    return movedAt;
  }

  /** Something has moved on this connection. */
  void moved() {
    movedAt = nanoClock.getAsLong();
  }

  /** Since when somebody has been waiting for bytes here, in ns; empty when nobody is. */
  OptionalLong readingSince() {
    return reading ? OptionalLong.of(readingSince) : OptionalLong.empty();
  }

  int u8() throws IOException {
    need(Byte.BYTES);
    return in.get() & 0xff;
  }

  int u16() throws IOException {
    need(Short.BYTES);
    return in.getShort() & 0xffff;
  }

  int i32() throws IOException {
    need(Integer.BYTES);
    return in.getInt();
  }

  long i64() throws IOException {
    need(Long.BYTES);
    return in.getLong();
  }

  /** Exactly so many bytes. */
  byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    int done = 0;
    while (done < count) {
      need(1);
      int part = Math.min(in.remaining(), count - done);
      in.get(bytes, done, part);
      done += part;
    }
    return bytes;
  }

  SegmentRef segment() throws IOException {
    need(2 * Integer.BYTES);
    int file = in.getInt();
    int segment = in.getInt();
    if (file < 0 || segment < 0) {
      throw new StreamViolation("segment " + segment + " of file " + file);
    }
    return new SegmentRef(file, segment);
  }

  /** The segments of a frame, their number first. */
  List<SegmentRef> segments(int most) throws IOException {
    int count = StreamViolation.within("segments", u16(), 1, most);
    List<SegmentRef> segments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      segments.add(segment());
    }
    return segments;
  }

  /**
   * Some bytes, from 1 to so many: those that are there, without waiting for more than is worth a
   * write.
   *
   * @return valid until the next read
   */
  ByteBuffer some(int most) throws IOException {
    need(Math.min(most, worthAWrite));
    int count = Math.min(most, in.remaining());
    ByteBuffer part = in.slice(in.position(), count);
    in.position(in.position() + count);
    return part;
  }

  /** Writes a frame. */
  void send(ByteBuffer frame) throws IOException {
    synchronized (channel) {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    }
    moved();
  }

  /** For a store that writes by itself, while nobody else does. */
  SocketChannel channel() {
    return channel;
  }

  /**
   * Ends reads and writes. A transfer from a file that waits for the other end does not end when
   * Java closes the channel, but when the system knows that nothing is sent any more.
   */
  @Override
  public void close() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      LOG.debug("{} is closed already", this, e);
    } finally {
      channel.close();
    }
  }

  @Override
  public String toString() {
    try {
      return String.valueOf(channel.getRemoteAddress());
    } catch (IOException e) {
      return "closed connection";
    }
  }

  private void need(int count) throws IOException {
    if (in.remaining() < count) {
      makeRoom(count);
    }
    while (in.remaining() < count) {
      fill();
    }
  }

  /** Moves what is there to the buffer's beginning, when that is little or must be. */
  private void makeRoom(int count) {
    if (!in.hasRemaining() || in.capacity() - in.position() < count) {
      in.compact().flip();
    }
  }

  private void fill() throws IOException {
    int from = in.position();
    in.position(in.limit()).limit(in.capacity());
    int count;
    try {
      readingSince = nanoClock.getAsLong();
      reading = true;
      count = channel.read(in);
    } finally {
      reading = false;
      in.limit(in.position()).position(from);
    }
    if (count < 0) {
      throw new EOFException("the other end has closed the connection");
    }
    moved();
  }
}
