package org.yarnp2p.peer.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * The records of a journal: length of the body (4 bytes), body, CRC-32C (4) over the record's place
 * in the file (8) and the body, so that neither a torn record nor one from elsewhere passes. The
 * first byte of the body is its type. Numbers are big-endian.
 */
final class JournalRecord {
  /** Boot id of the host, UTF-8; the first record, and no other. */
  static final byte LIFE = 1;

  /** Copy, length (8), segment size (4), time of the source (8). */
  static final byte PAYLOAD = 2;

  /** Copy, count (4), length of each segment (4). */
  static final byte INLINE = 3;

  /** Copy, segment (4), digest (32). */
  static final byte SEGMENT = 4;

  /** Copy, segment (4), bytes. */
  static final byte LINE = 5;

  /** Copy, segment (4). */
  static final byte DROPPED = 6;

  /** Copy. */
  static final byte FINISHED = 7;

  /** Bytes around a body. */
  static final int FRAME = 2 * Integer.BYTES;

  /** Type, file id (4), whether held (1). */
  private static final int HEAD = 2 + Integer.BYTES;

  private JournalRecord() {}

  /** From position to limit. */
  record Body(ByteBuffer bytes) {}

  static Body life(String bootId) {
    byte[] id = bootId.getBytes(StandardCharsets.UTF_8);
    return new Body(ByteBuffer.allocate(1 + id.length).put(LIFE).put(id).flip());
  }

  static Body payload(CopyOf copy, FileShape shape, long sourceTime) {
    return new Body(
        begin(PAYLOAD, copy, 2 * Long.BYTES + Integer.BYTES)
            .putLong(shape.dataLength())
            .putInt(shape.segmentSize())
            .putLong(sourceTime)
            .flip());
  }

  static Body inline(CopyOf copy, FileShape shape) {
    ByteBuffer body = begin(INLINE, copy, Integer.BYTES * (1 + shape.segmentCount()));
    body.putInt(shape.segmentCount());
    for (int i = 0; i < shape.segmentCount(); i++) {
      body.putInt(shape.segmentLength(i));
    }
    return new Body(body.flip());
  }

  static Body segment(CopyOf copy, int segment, Digest digest) {
    ByteBuffer body = begin(SEGMENT, copy, Integer.BYTES + Digest.LENGTH).putInt(segment);
    return new Body(body.put(digest.toBytes()).flip());
  }

  static Body line(CopyOf copy, int segment, ByteBuffer line) {
    return new Body(
        begin(LINE, copy, Integer.BYTES + line.remaining()).putInt(segment).put(line).flip());
  }

  static Body dropped(CopyOf copy, int segment) {
    return new Body(begin(DROPPED, copy, Integer.BYTES).putInt(segment).flip());
  }

  static Body finished(CopyOf copy) {
    return new Body(begin(FINISHED, copy, 0).flip());
  }

  private static ByteBuffer begin(byte type, CopyOf copy, int more) {
    return ByteBuffer.allocate(HEAD + more)
        .put(type)
        .putInt(copy.file())
        .put((byte) (copy.held() ? 1 : 0));
  }

  /**
   * A record as it stands in the file.
   *
   * @param position where in the file it begins
   */
  static ByteBuffer frame(long position, Body body) {
    ByteBuffer bytes = body.bytes();
    ByteBuffer record = ByteBuffer.allocate(FRAME + bytes.remaining()).putInt(bytes.remaining());
    record.put(bytes.duplicate());
    return record.putInt(checksum(position, bytes)).flip();
  }

  /** Of a record at a place. */
  static int checksum(long position, ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
    crc.update(body.duplicate());
    return (int) crc.getValue();
  }
}
