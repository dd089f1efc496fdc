package org.yarnp2p.appmaster.commit;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A file system on which one change fails, and every later one too unless told otherwise. */
final class BreakingFileSystem extends FilterFileSystem {
  /** What happens to the change that fails. */
  enum Break {
    /** It is not made. */
    BEFORE,
    /** It is made, but nobody hears of it. */
    AFTER
  }

  @FunctionalInterface
  private interface Change<T> {
    T make() throws IOException;
  }

  private final int at;
  private final Break how;
  private final IOException failure;
  private final boolean forGood;
  private int changes;

  /**
   * @param at which change fails, from 1
   * @param forGood whether none after it is made either, as when a process has died
   */
  BreakingFileSystem(FileSystem fs, int at, Break how, IOException failure, boolean forGood) {
    super(fs);
    this.at = at;
    this.how = how;
    this.failure = failure;
    this.forGood = forGood;
  }

  /** Whether it has come to the change that fails. */
  boolean isBroken() {
    return changes >= at;
  }

  private <T> T change(Change<T> change) throws IOException {
    changes++;
    if (changes < at || (changes > at && !forGood)) {
      return change.make();
    }
    if (changes == at && how == Break.AFTER) {
      change.make();
    }
    throw failure;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream[] made = new FSDataOutputStream[1];
    try {
      return change(
          () -> {
            made[0] =
                super.create(
                    file, permission, overwrite, bufferSize, replication, blockSize, progress);
            return made[0];
          });
    } catch (IOException e) {
      if (made[0] != null) {
        made[0].close();
      }
      throw e;
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return change(() -> super.rename(from, to));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return change(() -> super.delete(path, recursive));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return change(() -> super.mkdirs(path));
  }
}
