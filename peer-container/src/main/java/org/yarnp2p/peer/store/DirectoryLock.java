package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.concurrent.CloseStack;

/**
 * Keeps two lives of one rank from working in one directory at the same time. The lock goes with
 * its process, however that ends.
 */
final class DirectoryLock implements Closeable {
  /** Name of the file, in the directory. */
  static final String NAME = "lock";

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

  /** Between two attempts: the system does not tell when a lock is free. */
  private static final long PAUSE_MILLIS = 100;

  private final Path file;

  /**
   * All that this process has open of the file: whoever closes one descriptor of a file gives up
   * the locks that his process has of it, whichever descriptor they were taken with.
   */
  private final CloseStack open;

  private DirectoryLock(Path file, CloseStack open) {
    this.file = file;
    this.open = open;
  }

  /**
   * Locks a directory, and makes it when it is not there.
   *
   * @param directory its parent exists
   * @param rank for messages
   * @param patienceMillis how long to wait, in ms
   * @throws IOException when another process still has it then
   */
  static DirectoryLock take(Path directory, Rank rank, long patienceMillis)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    boolean told = false;
    while (true) {
      Optional<DirectoryLock> lock = attempt(directory);
      if (lock.isPresent()) {
        return lock.get();
      }
      if (System.nanoTime() - end >= 0) {
        throw new IOException(
            "%s: an earlier life of it is still at work in %s, %d s later; see why that process does not end"
                .formatted(rank, directory, TimeUnit.MILLISECONDS.toSeconds(patienceMillis)));
      }
      if (!told) {
        LOG.info("{} waits for an earlier life of it to leave {}", rank, directory);
        told = true;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Empty when it is taken, or has just been deleted by the one who had it. */
  static Optional<DirectoryLock> attempt(Path directory) throws IOException {
    make(directory);
    Path file = directory.resolve(NAME);
    CloseStack open = new CloseStack();
    boolean taken = false;
    try {
      FileChannel channel =
          open.push(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      taken =
          channel.tryLock() != null
              && isSame(open.push(FileChannel.open(file, StandardOpenOption.READ)), channel);
      return taken ? Optional.of(new DirectoryLock(file, open)) : Optional.empty();
    } catch (NoSuchFileException e) {
      LOG.debug("{} has just been deleted", directory, e);
      return Optional.empty();
    } catch (OverlappingFileLockException e) {
      LOG.debug("Another thread has {}", file, e);
      return Optional.empty();
    } finally {
      if (!taken) {
        open.close();
      }
    }
  }

  /**
   * Looks no further when something is there already: whoever has it may delete it at this moment,
   * and what is no directory has no lock.
   */
  private static void make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      LOG.debug("{} is there", directory, e);
    }
  }

  /**
   * Whether the file that has the path now is the one that is locked: the last life may have
   * deleted that, and another one made the next. Leaves a mark in it, which nobody else writes.
   *
   * @param there to read what has the path now
   */
  static boolean isSame(FileChannel there, FileChannel locked) throws IOException {
    ByteBuffer mark =
        ByteBuffer.wrap(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
    locked.truncate(0);
    locked.write(mark, 0);
    ByteBuffer found = ByteBuffer.allocate(mark.capacity());
    there.read(found, 0);
    return found.flip().equals(mark.flip());
  }

  /**
   * Deletes the directory, which is empty but for the lock, unless the next life is there already.
   */
  void delete() throws IOException {
    Files.deleteIfExists(file);
    try {
      Files.deleteIfExists(file.getParent());
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("The next life has begun in {}", file.getParent(), e);
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
