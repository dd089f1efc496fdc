package org.yarnp2p.client.jobs;

import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.yarnp2p.conf.P2pKeys;

/** Why a job that has not ended does not say how it is. */
final class NoFigures {
  /** Containers outlive the process that has started them. */
  private static final String GOES_ON = ", and its containers go on meanwhile";

  private NoFigures() {}

  /**
   * The end of a sentence.
   *
   * @param mayAsk whether this person has the token of the job's client
   */
  static String why(ApplicationReport application, boolean mayAsk) {
    boolean running = application.getYarnApplicationState() == YarnApplicationState.RUNNING;
    ApplicationAttemptId attempt = application.getCurrentApplicationAttemptId();
    boolean again = attempt != null && attempt.getAttemptId() > 1;
    String master =
        again
            ? "attempt " + attempt.getAttemptId() + " of its ApplicationMaster"
            : "its ApplicationMaster";
    if (!running) {
      return "YARN has not started " + master + " yet" + (again ? GOES_ON : "");
    }
    if (!mayAsk) {
      return "only who has submitted it may ask for them, with the same " + P2pKeys.STAGING_DIR;
    }
    return master
        + " does not answer: it is starting or ending, or its node is out of reach"
        + (again ? GOES_ON : "");
  }
}
