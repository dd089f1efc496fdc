package org.yarnp2p.bench;

import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** How many copies HDFS has of a block. */
final class ReplicationOption {
  private static final String NAME = "--replication";

  @Option(
      names = NAME,
      paramLabel = "R",
      defaultValue = "2",
      description = "Replicas of a block in HDFS, at most one on each host. Default: 2.")
  private int replicas;

  void check() throws UsageException {
    WholeNumber.atLeast(1, NAME, replicas);
  }

  /** At most one on each host. */
  int of(int hosts) {
    return Math.min(replicas, hosts);
  }
}
