package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * What a rank has verified and stored in its local directory, for its next life in the same place:
 * one record for each event, written after the bytes that it is about. A life writes a journal of
 * its own beside its predecessor's, and puts it in its place with {@link #begin}. Records are not
 * forced to disk: they outlive the process, not the host.
 *
 * <p>A journal that cannot be written is deleted, and the rank works on without: what is not
 * recorded is fetched again. Thread-safe.
 */
public final class Journal implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Name of the file, in the rank's local directory. */
  static final String NAME = "journal";

  private static final String NEXT = NAME + ".next";

  private final Path directory;

  /**
   * Null when there is no journal. Not a channel, which an interruption of the thread that writes
   * would close.
   */
  private OutputStream file;

  private long position;

  /**
   * @param file the present life's, in the directory; null for none
   */
  Journal(Path directory, OutputStream file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * A journal of the present life, with nothing in it.
   *
   * @param bootId see {@link BootId}
   */
  static Journal create(Path directory, String bootId) throws IOException {
    Journal journal = new Journal(directory, Files.newOutputStream(directory.resolve(NEXT)));
    journal.append(JournalRecord.life(bootId));
    return journal;
  }

  /** For a rank that keeps none: nothing is recorded. */
  public static Journal none() {
    return new Journal(null, null);
  }

  /** All that the predecessor has left is in this journal too, as far as it is of use. Once. */
  public synchronized void begin() throws IOException {
    if (file != null) {
      Files.move(
          directory.resolve(NEXT),
          directory.resolve(NAME),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * A payload file gets a store.
   *
   * @param copy of which copy
   * @param sourceTime modification time of what is copied, in ms; 0 when it comes from the swarm
   * @return records what the store holds
   */
  public SegmentLog payload(CopyOf copy, FileShape shape, long sourceTime) {
    append(JournalRecord.payload(copy, shape, sourceTime));
    return digests(copy);
  }

  /**
   * An inline file is held from the input, where its bytes are.
   *
   * @return records the digests of what is held
   */
  SegmentLog heldLines(int file, FileShape shape) {
    CopyOf copy = CopyOf.held(file);
    append(JournalRecord.inline(copy, shape));
    return digests(copy);
  }

  private SegmentLog digests(CopyOf copy) {
    return new SegmentLog() {
      @Override
      public void held(int segment, Digest digest) {
        append(JournalRecord.segment(copy, segment, digest));
      }

      @Override
      public void dropped(int segment) {
        append(JournalRecord.dropped(copy, segment));
      }
    };
  }

  /**
   * A wanted inline file gets a store.
   *
   * @param lines the bytes of a segment that is held
   * @return records what the store holds, bytes and all, since they are nowhere else
   */
  public SegmentLog inline(int file, FileShape shape, IntFunction<ByteBuffer> lines) {
    CopyOf copy = CopyOf.wanted(file);
    append(JournalRecord.inline(copy, shape));
    return new SegmentLog() {
      @Override
      public void held(int segment, Digest digest) {
        append(JournalRecord.line(copy, segment, lines.apply(segment)));
      }

      @Override
      public void dropped(int segment) {
        append(JournalRecord.dropped(copy, segment));
      }
    };
  }

  /** The output of a wanted file has its final name. */
  public void finished(int file) {
    append(JournalRecord.finished(CopyOf.wanted(file)));
  }

  private synchronized void append(JournalRecord.Body body) {
    if (file == null) {
      return;
    }
    try {
      ByteBuffer record = JournalRecord.frame(position, body);
      file.write(record.array(), record.arrayOffset() + record.position(), record.remaining());
      position += record.remaining();
    } catch (IOException e) {
      LOG.warn("The journal in {} ends: what comes now would be fetched again", directory, e);
      abandon();
    }
  }

  /** One that lacks a record would be worse than none. */
  private void abandon() {
    try {
      try {
        close();
      } finally {
        Files.deleteIfExists(directory.resolve(NAME));
        Files.deleteIfExists(directory.resolve(NEXT));
      }
    } catch (IOException e) {
      LOG.warn("The journal in {} cannot be deleted", directory, e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      OutputStream open = file;
      file = null;
      open.close();
    }
  }
}
