package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.output.CountingOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
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

  /** What it prints at least. */
  String AT_THE_END = "\nSpecified ALL for -am option. Printed logs for all am containers.\n";

  /** Whom to ask. */
  String WHOSE = "; logs of a job are for its owner and YARN's administrators";

  /** There were no logs. */
  int NONE = -1;

  /**
   * Prints logs.
   *
   * @param args as for {@code yarn logs}
   * @return 0 when there were some
   * @throws AccessControlException when there may be some, for others
   */
  int print(Configuration conf, String... args) throws Exception;

  private static int yarn(Configuration conf, String... args) throws Exception {
    Configuration yarn = new YarnConfiguration(conf);
    PrintStream err = System.err;
    LogsComplaints complaints = new LogsComplaints(err);
    // As in LogsCLI.main: without it nothing is read from web services of YARN.
    WebServiceClient.initialize(yarn);
    try {
      System.setErr(new PrintStream(complaints, true, Charset.defaultCharset()));
      int code =
          List.of(args).contains(MASTER)
              ? ofMasters(yarn, args)
              : ToolRunner.run(yarn, new LogsCLI(), args);
      complaints.close();
      Optional<String> denial = complaints.denial();
      if (code != 0 && denial.isPresent()) {
        throw new AccessControlException(denial.get() + WHOSE);
      }
      denial.ifPresent(err::println);
      return code;
    } finally {
      System.setErr(err);
      WebServiceClient.destroy();
    }
  }

  /** It says that all is well, too, when there is no ApplicationMaster that could have a log. */
  private static int ofMasters(Configuration yarn, String... args) throws Exception {
    PrintStream out = System.out;
    CountingOutputStream counted = new CountingOutputStream(out);
    PrintStream counting = new PrintStream(counted, false, Charset.defaultCharset());
    try {
      System.setOut(counting);
      int code = ToolRunner.run(yarn, new OfMasters(), args);
      counting.flush();
      return code == 0 && !isSome(counted.getByteCount(), args) ? NONE : code;
    } finally {
      System.setOut(out);
    }
  }

  /** Whether more than the words at the end was written. */
  static boolean isSome(long bytes, String... args) throws IOException {
    int to = List.of(args).indexOf("-out");
    if (to < 0) {
      return bytes > AT_THE_END.length();
    }
    Path directory = Path.of(args[to + 1]);
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.anyMatch(Files::isRegularFile);
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
