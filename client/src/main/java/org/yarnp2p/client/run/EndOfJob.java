package org.yarnp2p.client.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.follow.JobEnd;
import org.yarnp2p.client.view.Summary;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;

/** Tells people how a job has ended. */
final class EndOfJob {
  private static final Logger LOG = LoggerFactory.getLogger(EndOfJob.class);

  private EndOfJob() {}

  /**
   * Prints the reason first when the job has not succeeded, then the summary, then where the logs
   * are.
   *
   * @param output directory of the job
   * @param logs where to look when it has not succeeded
   * @return for the process
   */
  static ExitCode print(
      Console console, Configuration conf, String jobId, JobEnd end, Path output, String logs) {
    boolean succeeded = end.state() == JobReport.State.SUCCEEDED;
    if (!succeeded) {
      console.note("Job " + jobId + " " + end.state() + ": " + reason(end));
    }
    report(conf, end, output)
        .ifPresent(report -> Summary.of(report, end.state()).forEach(console::print));
    if (!succeeded) {
      console.note(logs);
    }
    return succeeded ? ExitCode.DONE : ExitCode.JOB_FAILED;
  }

  private static String reason(JobEnd end) {
    // A NodeManager's words about a container go on with a stack trace of its own.
    String words =
        end.diagnostics()
            .lines()
            .filter(line -> !line.startsWith("\tat "))
            .collect(Collectors.joining(System.lineSeparator()));
    return words.isEmpty() ? "no reason given" : words;
  }

  private static Optional<JobReport> report(Configuration conf, JobEnd end, Path output) {
    if (end.state() != JobReport.State.SUCCEEDED) {
      return end.lastReport();
    }
    Path file = OutputLayout.report(output);
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      return Optional.of(JobReport.read(in));
    } catch (IOException e) {
      LOG.debug("{} cannot be read, the summary is from the last look at the job", file, e);
      return end.lastReport();
    }
  }
}
