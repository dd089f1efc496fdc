package org.yarnp2p.peer.distribute;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.store.DiskReason;

/**
 * Keeps two distributions from filling one directory at the same time. Of two that begin together
 * the younger gives way wherever it finds the other, and the older waits for that, so that not each
 * of them keeps some nodes from the other. The lock goes with its process, however that ends; its
 * file stays, with the id of the last job that had it.
 */
final class TargetLock implements Closeable {
  /** Name of the file, in the target directory. */
  static final String NAME = ".p2p-distribution.lock";

  /** Application ids in the order of their numbers, which have leading zeros up to a length. */
  private static final Comparator<String> AGE =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final int MOST_ID = 200;

  /** Between two attempts, in ms. */
  private static final int PAUSE_MILLIS = 100;

  /** Before the younger gives way: the id in the file may be that of the job before, in ms. */
  private static final int LEAST_PATIENCE_MILLIS = 1000;

  private final FileChannel channel;

  private TargetLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a target.
   *
   * @param rank for messages
   * @param jobId of the distribution
   * @param patienceMillis how long it waits for a younger distribution to give way, in ms
   * @throws UnfitNodeException when another process keeps it
   * @throws IOException when nothing can be written to the target; names rank and remedy
   */
  static TargetLock take(Rank rank, Path target, String jobId, long patienceMillis)
      throws IOException, InterruptedException {
    FileChannel channel = open(rank, target);
    boolean taken = false;
    try {
      long began = System.nanoTime();
      while (!tryLock(channel)) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        String other = read(channel);
        boolean yields = AGE.compare(jobId, other) > 0;
        if (waited >= (yields ? Math.min(LEAST_PATIENCE_MILLIS, patienceMillis) : patienceMillis)) {
          throw busy(rank, target, other);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      write(rank, target, channel, jobId);
      taken = true;
      return new TargetLock(channel);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static FileChannel open(Rank rank, Path target) throws IOException {
    try {
      return FileChannel.open(
          target.resolve(NAME),
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw unwritable(rank, target, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by another rank of this process, in tests
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_ID);
    channel.read(bytes, 0);
    return UTF_8.decode(bytes.flip()).toString().strip();
  }

  private static void write(Rank rank, Path target, FileChannel channel, String jobId)
      throws IOException {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((jobId + "\n").getBytes(UTF_8)), 0);
    } catch (IOException e) {
      throw unwritable(rank, target, e);
    }
  }

  private static IOException unwritable(Rank rank, Path target, IOException e) {
    return new IOException(
        "%s cannot use the target directory %s, whose file %s cannot be written: %s; %s"
            .formatted(
                rank, target, NAME, DiskReason.of(e, target.resolve(NAME)), DiskReason.remedy(e)),
        e);
  }

  private static IOException busy(Rank rank, Path target, String other) {
    return new UnfitNodeException(
        "%s: another distribution is at work in %s, %s; wait for its end, or kill it"
            .formatted(rank, target, other));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
