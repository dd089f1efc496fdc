package org.yarnp2p.appmaster.fleet;

import org.apache.hadoop.yarn.api.records.ContainerExitStatus;

/**
 * How a container ended.
 *
 * @param exitStatus of its process, or one of {@link ContainerExitStatus}
 * @param diagnostics what the fleet says about it beyond the status; may be empty
 * @param stderrTail the last lines of its standard error; may be empty
 */
public record ExitReport(int exitStatus, String diagnostics, String stderrTail) {
  /**
   * A container that could not be started.
   *
   * @param why in a sentence
   */
  public static ExitReport notStarted(String why) {
    return new ExitReport(ContainerExitStatus.INVALID, why, "");
  }

  /** The end of a sentence about the container: how it ended, and the tail of its stderr. */
  public String describe() {
    return describe(ExitStatus.meaning(exitStatus));
  }

  /** The same of one that had not said that its work was done. */
  public String describeTooEarly() {
    return exitStatus == 0 ? describe("without having said that its work was done") : describe();
  }

  private String describe(String meaning) {
    StringBuilder text = new StringBuilder();
    if (exitStatus == ContainerExitStatus.INVALID) {
      text.append("could not be started");
    } else {
      text.append("ended with exit status ").append(exitStatus);
      if (!meaning.isEmpty()) {
        text.append(" (").append(meaning).append(')');
      }
    }
    if (!diagnostics.isBlank()) {
      text.append(": ").append(diagnostics.strip());
    }
    if (!stderrTail.isBlank()) {
      text.append("\nIts stderr ends with:\n  ").append(stderrTail.strip().replace("\n", "\n  "));
    }
    return text.toString();
  }
}
