package org.yarnp2p.client.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.follow.JobEnd;
import org.yarnp2p.client.submit.JobRequest;
import org.yarnp2p.client.view.Showing;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;

/** Tells people how a job has ended. */
final class EndOfJob {
  private static final Logger LOG = LoggerFactory.getLogger(EndOfJob.class);

  private final Console console;
  private final Configuration conf;
  private final Showing showing;
  private final JobRequest request;
  private final String jobId;

  /** Of one job. */
  EndOfJob(Console console, Configuration conf, Showing showing, JobRequest request, String jobId) {
    this.console = console;
    this.conf = conf;
    this.showing = showing;
    this.request = request;
    this.jobId = jobId;
  }

  /**
   * Prints the reason first when the job has not succeeded, then the summary, then where the logs
   * are.
   *
   * @param logs where to look when it has not succeeded; empty when there are none
   * @return for the process
   */
  ExitCode print(JobEnd end, Optional<String> logs) {
    boolean succeeded = end.state() == JobReport.State.SUCCEEDED;
    if (!succeeded) {
      console.note("Job " + jobId + " " + end.state() + ": " + end.reason());
    }
    Optional<JobReport> report = report(end);
    if (showing.json()) {
      // With its line end, which print adds.
      console.print(report.orElseGet(() -> without(end)).toJson().stripTrailing());
    } else if (!showing.quiet()) {
      report.ifPresent(r -> request.summary(r, end.state()).forEach(console::print));
    }
    if (!succeeded) {
      logs.ifPresent(console::note);
    }
    return succeeded ? ExitCode.DONE : ExitCode.JOB_FAILED;
  }

  private Optional<JobReport> report(JobEnd end) {
    if (end.state() != JobReport.State.SUCCEEDED) {
      return end.lastReport();
    }
    Path file = OutputLayout.report(request.output(jobId));
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      return Optional.of(JobReport.read(in));
    } catch (IOException e) {
      LOG.debug("{} cannot be read, the summary is from the last look at the job", file, e);
      return end.lastReport();
    }
  }

  /** Of a job of which nobody has heard any figures. */
  private JobReport without(JobEnd end) {
    return new JobReport(
        JobReport.VERSION,
        jobId,
        request.name(),
        end.state(),
        end.diagnostics(),
        null,
        request.output(jobId).toString(),
        null,
        null,
        null,
        request.peers(),
        0,
        0,
        0,
        null,
        null);
  }
}
