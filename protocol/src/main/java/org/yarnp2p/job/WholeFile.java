package org.yarnp2p.job;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
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

  /**
   * Writes a file under another name beside it, then gives it its own.
   *
   * @param file is not there yet
   */
  public static void write(FileSystem fs, Path file, Content content) throws IOException {
    Path written = new Path(file.getParent(), "_" + file.getName());
    try (OutputStream out = new StorageStream(fs.create(written, true))) {
      content.writeTo(out);
    }
    if (!fs.rename(written, file)) {
      throw new IOException("cannot rename " + written + " to " + file);
    }
  }
}
