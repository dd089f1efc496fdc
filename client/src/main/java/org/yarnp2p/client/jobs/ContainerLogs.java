package org.yarnp2p.client.jobs;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ToolRunner;
import org.apache.hadoop.yarn.client.cli.LogsCLI;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** Hadoop's reader of container logs, which knows running and aggregated ones. */
@FunctionalInterface
interface ContainerLogs {
  /** {@code yarn logs}; it writes to the standard output of this process by itself. */
  ContainerLogs YARN =
      (conf, args) -> ToolRunner.run(new YarnConfiguration(conf), new LogsCLI(), args);

  /**
   * Prints logs.
   *
   * @param args as for {@code yarn logs}
   * @return 0 when there were some
   */
  int print(Configuration conf, String... args) throws Exception;
}
