package org.yarnp2p.client.follow;

import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.yarnp2p.job.JobReport;

/**
 * How a job has ended.
 *
 * @param state not RUNNING
 * @param orderly whether its ApplicationMaster has ended it, and its containers before; otherwise
 *     containers may go on for a moment
 * @param diagnostics why, when it has not succeeded; may be empty
 * @param lastReport the last that was heard of its figures
 */
public record JobEnd(
    JobReport.State state, boolean orderly, String diagnostics, Optional<JobReport> lastReport) {
  /** The diagnostics for people: without the stack trace that a NodeManager's words go on with. */
  public String reason() {
    String words =
        diagnostics
            .lines()
            .filter(line -> !line.startsWith("\tat "))
            .collect(Collectors.joining(System.lineSeparator()));
    return words.isEmpty() ? "no reason given" : words;
  }

  /** The end that the ResourceManager reports; empty while the application goes on. */
  static Optional<JobEnd> of(ApplicationReport application, Optional<JobReport> lastReport) {
    FinalApplicationStatus status = application.getFinalApplicationStatus();
    YarnApplicationState ended = application.getYarnApplicationState();
    JobReport.State state;
    switch (ended) {
      case FINISHED -> {
        if (status == FinalApplicationStatus.SUCCEEDED) {
          state = JobReport.State.SUCCEEDED;
        } else if (status == FinalApplicationStatus.KILLED) {
          state = JobReport.State.KILLED;
        } else {
          state = JobReport.State.FAILED;
        }
      }
      case FAILED -> state = JobReport.State.FAILED;
      case KILLED -> state = JobReport.State.KILLED;
      default -> {
        return Optional.empty();
      }
    }
    String diagnostics = application.getDiagnostics();
    return Optional.of(
        new JobEnd(
            state,
            ended == YarnApplicationState.FINISHED,
            diagnostics == null ? "" : diagnostics.strip(),
            lastReport));
  }
}
