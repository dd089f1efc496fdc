package org.yarnp2p.peer.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * Reads a journal up to the first record that is torn, damaged or makes no sense: what follows does
 * not count. For one thread.
 */
final class JournalReader {
  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

  private final Map<CopyOf, RecordedFile> files = new HashMap<>();
  private final Set<CopyOf> finished = new HashSet<>();
  private String bootId;
  private boolean whole = true;

  private JournalReader() {}

  /**
   * What a journal says.
   *
   * @param bootId of the host when it was written; null when not even that can be read
   * @param files of which something is recorded
   * @param finished whose outputs had their final names
   * @param whole whether it says all that was recorded
   */
  record Contents(
      String bootId, Map<CopyOf, RecordedFile> files, Set<CopyOf> finished, boolean whole) {}

  /**
   * Reads.
   *
   * @throws IOException when the file cannot be read; damage is no such reason
   */
  static Contents read(Path journal) throws IOException {
    JournalReader reader = new JournalReader();
    long length = Files.size(journal);
    long position = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(journal)))) {
      while (position < length) {
        long next = reader.record(in, position, length - position);
        if (next < 0) {
          LOG.warn(
              "{} is damaged at byte {} of {}; the rest is not used", journal, position, length);
          reader.whole = false;
          break;
        }
        position = next;
      }
    }
    return new Contents(reader.bootId, reader.files, reader.finished, reader.whole);
  }

  /** Where the next record begins; negative when this one is none. */
  private long record(DataInputStream in, long position, long left) throws IOException {
    if (left < JournalRecord.FRAME) {
      return -1;
    }
    int size = in.readInt();
    if (size < 1 || size > left - JournalRecord.FRAME) {
      return -1;
    }
    ByteBuffer body = ByteBuffer.wrap(in.readNBytes(size));
    if (body.remaining() < size || in.readInt() != JournalRecord.checksum(position, body)) {
      return -1;
    }
    try {
      return apply(body) ? position + JournalRecord.FRAME + size : -1;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return -1; // it says something that this program does not
    }
  }

  private boolean apply(ByteBuffer body) {
    byte type = body.get();
    if (type == JournalRecord.LIFE) {
      boolean first = bootId == null;
      bootId = StandardCharsets.UTF_8.decode(body).toString();
      return first;
    }
    if (bootId == null) {
      return false;
    }
    CopyOf copy = new CopyOf(body.getInt(), body.get() == 1);
    RecordedFile file = files.get(copy);
    if (type == JournalRecord.FINISHED) {
      finished.add(copy);
      return true;
    }
    if (type == JournalRecord.PAYLOAD || type == JournalRecord.INLINE) {
      files.put(copy, type == JournalRecord.PAYLOAD ? payload(body) : inline(body));
      return true;
    }
    return file != null
        && switch (type) {
          case JournalRecord.SEGMENT -> file.segment(body.getInt(), Digest.copyOf(rest(body)));
          case JournalRecord.LINE -> file.line(body.getInt(), rest(body));
          case JournalRecord.DROPPED -> file.drop(body.getInt());
          default -> false;
        };
  }

  private static RecordedFile payload(ByteBuffer body) {
    FileShape shape = FileShape.payload(body.getLong(), body.getInt());
    return new RecordedFile(shape, body.getLong());
  }

  private static RecordedFile inline(ByteBuffer body) {
    int count = body.getInt();
    if (count != body.remaining() / Integer.BYTES) {
      throw new IllegalArgumentException(count + " segments");
    }
    int[] lengths = new int[count];
    body.asIntBuffer().get(lengths);
    return new RecordedFile(FileShape.inline(lengths), 0);
  }

  private static byte[] rest(ByteBuffer body) {
    byte[] rest = new byte[body.remaining()];
    body.get(rest);
    return rest;
  }
}
