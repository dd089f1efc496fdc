package org.yarnp2p.client.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Where the processes of a job without a cluster have their files: a directory of this host,
 * readable for its owner only.
 *
 * @param path absolute
 */
record WorkDirectory(Path path) {
  private static final String PREFIX = "p2p-local-";

  /** A new directory below Hadoop's for temporary files. */
  static WorkDirectory make(Configuration conf, String jobId) throws IOException {
    Path parent =
        Path.of(conf.getTrimmed("hadoop.tmp.dir", System.getProperty("java.io.tmpdir")))
            .toAbsolutePath();
    Files.createDirectories(parent);
    return new WorkDirectory(
        Files.createDirectory(
            parent.resolve(PREFIX + jobId),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
  }

  /** Removes everything. */
  void remove() throws IOException {
    delete(contents(path));
    Files.deleteIfExists(path);
  }

  /** Removes everything but the logs, each rank's in {@code rank-R/logs}. */
  void removeButLogs() throws IOException {
    delete(contents(path).stream().filter(file -> !belongsToLogs(path.relativize(file))).toList());
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
    }
  }

  private static void delete(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
