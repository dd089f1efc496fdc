package org.yarnp2p.peer.distribute;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.yarnp2p.model.Rank;

/**
 * Keeps two distributions from filling one directory at the same time. The lock goes with its
 * process, however that ends; its file stays.
 */
final class TargetLock implements Closeable {
  /** Name of the file, in the target directory. */
  static final String NAME = ".p2p-distribution.lock";

  private final FileChannel channel;

  private TargetLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a target.
   *
   * @param rank for messages
   * @throws IOException when another process has it
   */
  static TargetLock take(Rank rank, Path target) throws IOException {
    FileChannel channel =
        FileChannel.open(
            target.resolve(NAME),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw busy(rank, target, e);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw busy(rank, target, null);
    }
    return new TargetLock(channel);
  }

  private static IOException busy(Rank rank, Path target, Exception cause) {
    return new IOException(
        "%s: another distribution is at work in %s; wait for its end, or kill it"
            .formatted(rank, target),
        cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
