package org.yarnp2p.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What jobs could leave behind in the JVM of the cluster and its client, and on its disks.
 *
 * @param threads of this JVM
 * @param descriptors open in this JVM
 * @param nodeDirectories of applications, on the nodes' disks
 * @param temporaryFiles of the product or its web server, in the system's directory for such
 * @param stored files and directories in HDFS, but for those of the tests
 */
record Leftovers(
    int threads, long descriptors, long nodeDirectories, long temporaryFiles, long stored) {
  /** Pools of the daemons have a few more or less from one moment to the next. */
  private static final int FEW = 15;

  static Leftovers of(TestCluster cluster) throws IOException {
    return new Leftovers(
        ManagementFactory.getThreadMXBean().getThreadCount(),
        children(Path.of("/proc/self/fd")),
        cluster.nodeDirectories().size(),
        temporary(),
        stored(cluster, "/") - stored(cluster, "/tests"));
  }

  private static long children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.count();
    }
  }

  private static long temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("p2p") || name.startsWith("jetty"))
          .count();
    }
  }

  private static long stored(TestCluster cluster, String directory) throws IOException {
    return cluster
        .fs()
        .getContentSummary(new org.apache.hadoop.fs.Path(directory))
        .getFileAndDirectoryCount();
  }

  /** Whether nothing has grown, and the nodes have deleted their directories. */
  boolean notMoreThan(Leftovers before) {
    return threads <= before.threads + FEW
        && descriptors <= before.descriptors + FEW
        && nodeDirectories == 0
        && temporaryFiles <= before.temporaryFiles
        && stored <= before.stored;
  }
}
