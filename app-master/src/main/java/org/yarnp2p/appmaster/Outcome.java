package org.yarnp2p.appmaster;

import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.yarnp2p.job.JobReport.State;

/**
 * How a job has ended.
 *
 * @param state not RUNNING
 * @param diagnostics the same in a sentence, and what is known of the reason
 */
public record Outcome(State state, String diagnostics) {
  /**
   * @throws IllegalArgumentException when the state is RUNNING
   */
  public Outcome {
    if (!state.isFinal()) {
      throw new IllegalArgumentException(state + " is not an outcome");
    }
  }

  static Outcome succeeded(String diagnostics) {
    return new Outcome(State.SUCCEEDED, diagnostics);
  }

  static Outcome failed(String diagnostics) {
    return new Outcome(State.FAILED, diagnostics);
  }

  static Outcome killed(String diagnostics) {
    return new Outcome(State.KILLED, diagnostics);
  }

  /** Whether all outputs are in place. */
  public boolean isSuccess() {
    return state == State.SUCCEEDED;
  }

  /** What YARN calls it. */
  FinalApplicationStatus toYarn() {
    return switch (state) {
      case SUCCEEDED -> FinalApplicationStatus.SUCCEEDED;
      case KILLED -> FinalApplicationStatus.KILLED;
      default -> FinalApplicationStatus.FAILED;
    };
  }
}
