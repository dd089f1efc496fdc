package org.yarnp2p.client.submit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.input.LocalFiles;

/**
 * Where a job reads and writes.
 *
 * @param input directory, fully qualified
 * @param output directory, fully qualified
 * @param outputExists whether the output directory was there before the job
 */
public record JobDirectories(Path input, Path output, boolean outputExists) {
  /**
   * Checks that the output is a place to write to. The input directory is not looked at.
   *
   * @param overwrite whether the output directory may exist
   * @throws UsageException when one of them will not do
   */
  public static JobDirectories check(
      Configuration conf, String input, String output, boolean overwrite)
      throws UsageException, IOException {
    Path in = qualified(conf, "--input", input);
    Path out = qualified(conf, "--output", output);
    mustBeApart(in, out);
    mustBeApart(resolved(conf, in), resolved(conf, out));
    FileStatus target = status(conf, out);
    if (target != null && !target.isDirectory()) {
      throw new UsageException("output " + out + " is a file, expected a directory");
    }
    if (target != null && !overwrite) {
      throw new UsageException(
          "output directory " + out + " already exists; choose another, or add --overwrite");
    }
    OutputPlace.check(conf, out);
    return new JobDirectories(in, out, target != null);
  }

  /** With links followed where this host knows them. */
  private static Path resolved(Configuration conf, Path path) throws IOException {
    return LocalFiles.resolved(path.getFileSystem(conf), path);
  }

  /** Whether a path is this directory, or lies inside it. Both are fully qualified. */
  public static boolean isWithin(Configuration conf, Path directory, Path path) throws IOException {
    Path outer = resolved(conf, directory);
    Path inner = resolved(conf, path);
    return inner.equals(outer) || contains(outer, inner);
  }

  private static void mustBeApart(Path in, Path out) throws UsageException {
    if (in.equals(out)) {
      throw new UsageException("input and output are both " + in + "; choose another output");
    }
    if (contains(in, out)) {
      throw new UsageException(
          "output directory " + out + " lies inside the input directory; choose another");
    }
    if (contains(out, in)) {
      throw new UsageException(
          "input directory " + in + " lies inside the output directory; choose another output");
    }
  }

  /**
   * A path as given on the command line.
   *
   * @param option that it was given with
   * @throws UsageException when it is not a path of a known file system
   */
  public static Path qualified(Configuration conf, String option, String text)
      throws UsageException, IOException {
    if (text.isBlank()) {
      throw new UsageException(option + " is empty: say which directory");
    }
    try {
      Path path = new Path(text);
      FileSystem fs = path.getFileSystem(conf);
      return fs.makeQualified(path);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      String why =
          e.getCause() instanceof UnknownHostException host
              ? "unknown host " + host.getMessage()
              : e.getMessage();
      throw new UsageException(option + " " + text + ": " + why);
    }
  }

  /** What is at a path; null when nothing is. */
  public static FileStatus status(Configuration conf, Path path) throws IOException {
    try {
      return path.getFileSystem(conf).getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static boolean contains(Path directory, Path other) {
    for (Path parent = other.getParent(); parent != null; parent = parent.getParent()) {
      if (parent.equals(directory)) {
        return true;
      }
    }
    return false;
  }
}
