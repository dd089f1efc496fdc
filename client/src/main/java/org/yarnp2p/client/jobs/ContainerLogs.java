package org.yarnp2p.client.jobs;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ToolRunner;
import org.apache.hadoop.yarn.client.cli.LogsCLI;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.webapp.util.WebServiceClient;

/** Hadoop's reader of container logs, which knows running and aggregated ones. */
@FunctionalInterface
interface ContainerLogs {
  /** {@code yarn logs}; it writes to the standard output of this process by itself. */
  ContainerLogs YARN = ContainerLogs::yarn;

  /**
   * Prints logs.
   *
   * @param args as for {@code yarn logs}
   * @return 0 when there were some
   */
  int print(Configuration conf, String... args) throws Exception;

  private static int yarn(Configuration conf, String... args) throws Exception {
    Configuration yarn = new YarnConfiguration(conf);
    // As in LogsCLI.main: without it nothing is read from web services of YARN.
    WebServiceClient.initialize(yarn);
    try {
      return ToolRunner.run(yarn, new LogsCLI(), args);
    } finally {
      WebServiceClient.destroy();
    }
  }
}
