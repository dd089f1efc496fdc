package org.yarnp2p.client.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.client.Reason;

/**
 * Where the processes of a job without a cluster have their files: a directory of this host,
 * readable for its owner only.
 *
 * @param path absolute
 */
public record WorkDirectory(Path path) {
  private static final String PREFIX = "p2p-local-";
  private static final String STAGING = "staging";
  private static final Pattern NAME = Pattern.compile(PREFIX + "application_[0-9]+_([0-9]+)");

  /** A new directory below Hadoop's for temporary files. */
  static WorkDirectory make(Configuration conf, String jobId) throws IOException {
    Path parent = parent(conf);
    try {
      Files.createDirectories(parent);
      return new WorkDirectory(
          Files.createDirectory(
              parent.resolve(PREFIX + jobId),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw unusable(parent, e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it is no directory";
    }
    return e instanceof FileSystemException files && files.getReason() != null
        ? files.getReason()
        : Reason.of(e);
  }

  /** Says where a job's directory was to be, and how another place is chosen. */
  static IOException unusable(Path directory, IOException e) {
    return new IOException(
        "cannot work in "
            + directory
            + " (hadoop.tmp.dir): "
            + reason(e)
            + "; make room there, or choose another with -D hadoop.tmp.dir=DIR",
        e);
  }

  private static Path parent(Configuration conf) {
    return Path.of(conf.getTrimmed("hadoop.tmp.dir", System.getProperty("java.io.tmpdir")))
        .toAbsolutePath();
  }

  /** Those that are there on this host. */
  public static List<WorkDirectory> all(Configuration conf) throws IOException {
    Path parent = parent(conf);
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> content = Files.list(parent)) {
      return content
          .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
          .filter(Files::isWritable)
          .sorted()
          .map(WorkDirectory::new)
          .toList();
    }
  }

  /** The id of the process that has made it: the last number of its job's id. */
  public long clientProcess() {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException(path + " is no job's");
    }
    return Long.parseLong(name.group(1));
  }

  /** Where the job's staging directory is, and its plan in that. */
  public Path staging() {
    return path.resolve(STAGING);
  }

  /** The id of the job. */
  public String jobId() {
    return path.getFileName().toString().substring(PREFIX.length());
  }

  /** Removes everything. */
  public void remove() throws IOException {
    delete(contents(path));
    Files.deleteIfExists(path);
  }

  /**
   * Removes everything but the logs, each rank's in {@code rank-R/logs}; the directory too when
   * there are none.
   *
   * @return whether it is still there
   */
  boolean removeButLogs() throws IOException {
    delete(contents(path).stream().filter(file -> !belongsToLogs(path.relativize(file))).toList());
    List<Path> left = contents(path);
    if (left.stream().allMatch(Files::isDirectory)) {
      delete(left);
      Files.deleteIfExists(path);
    }
    return Files.exists(path);
  }

  private static boolean belongsToLogs(Path inside) {
    boolean rank = inside.getName(0).toString().startsWith("rank-");
    return rank && (inside.getNameCount() == 1 || inside.getName(1).toString().startsWith("logs"));
  }

  /** What is in the directory, the deepest first. */
  private static List<Path> contents(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !file.equals(directory))
          .sorted(Comparator.comparing(Path::getNameCount).reversed())
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void delete(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
