package org.yarnp2p.job;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsDirectoryException;
import org.yarnp2p.storage.StorageStream;

/** Writes files that nobody sees half of. */
public final class WholeFile {
  private WholeFile() {}

  /** What a file is to have in it. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file under another name beside it, then gives it its own, as {@link #replace}. */
  public static void write(FileSystem fs, Path file, Content content) throws IOException {
    Path written = new Path(file.getParent(), "_" + file.getName());
    try (OutputStream out = new StorageStream(fs.create(written, true))) {
      content.writeTo(out);
    }
    replace(fs, written, file);
  }

  /**
   * Gives a finished file its name, in the place of the file that had it. In HDFS and on local
   * disks readers find one of the two at every moment; in other file systems there may be a moment
   * with neither.
   *
   * @throws IOException when the file has not got its name; a directory is not replaced
   */
  public static void replace(FileSystem fs, Path written, Path file) throws IOException {
    if (!"file".equals(fs.getUri().getScheme())) {
      new Overwriting(fs).move(written, file);
    } else if (fs.exists(file) && fs.getFileStatus(file).isDirectory()) {
      throw new PathIsDirectoryException(file.toString());
    } else if (!fs.rename(written, file)) {
      throw new IOException("cannot rename " + written + " to " + file);
    }
  }

  /** The rename that replaces is there for other file systems only, of which this is one. */
  private static final class Overwriting extends FilterFileSystem {
    Overwriting(FileSystem fs) {
      super(fs);
    }

    void move(Path from, Path to) throws IOException {
      rename(from, to, Options.Rename.OVERWRITE);
    }
  }
}
