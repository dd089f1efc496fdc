package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ToolRunner;
import org.apache.hadoop.yarn.api.records.ContainerReport;
import org.apache.hadoop.yarn.api.records.ContainerState;
import org.apache.hadoop.yarn.client.cli.LogsCLI;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ContainerNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.Records;
import org.apache.hadoop.yarn.webapp.util.WebServiceClient;

/** Hadoop's reader of container logs, which knows running and aggregated ones. */
@FunctionalInterface
interface ContainerLogs {
  /** {@code yarn logs}; it writes to the standard output of this process by itself. */
  ContainerLogs YARN = ContainerLogs::yarn;

  /** What has the logs of an attempt's ApplicationMaster printed, or of all: {@code ALL}. */
  String MASTER = "-am";

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
      return ToolRunner.run(
          yarn, List.of(args).contains(MASTER) ? new OfMasters() : new LogsCLI(), args);
    } finally {
      WebServiceClient.destroy();
    }
  }

  /**
   * For ApplicationMasters of a running application. The ResourceManager has told where each one
   * is, or was, and is asked in addition for its state, which it only knows of the one that runs.
   */
  final class OfMasters extends LogsCLI {
    @Override
    public ContainerReport getContainerReport(String container) throws YarnException, IOException {
      try {
        return super.getContainerReport(container);
      } catch (ContainerNotFoundException e) {
        ContainerReport over = Records.newRecord(ContainerReport.class);
        over.setContainerState(ContainerState.COMPLETE);
        return over;
      }
    }
  }
}
