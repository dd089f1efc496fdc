package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.yarn.FakeCluster;

class NoFiguresTest {
  @Test
  void aJobThatWaitsHasNoApplicationMaster() {
    assertThat(NoFigures.why(job(YarnApplicationState.ACCEPTED, 1), true))
        .isEqualTo("YARN has not started its ApplicationMaster yet");
    assertThat(NoFigures.why(job(YarnApplicationState.SUBMITTED, 0), false))
        .isEqualTo("YARN has not started its ApplicationMaster yet");
  }

  @Test
  void theContainersOfALostApplicationMasterGoOn() {
    assertThat(NoFigures.why(job(YarnApplicationState.ACCEPTED, 2), true))
        .isEqualTo(
            "YARN has not started attempt 2 of its ApplicationMaster yet, and its containers go on"
                + " meanwhile");
    assertThat(NoFigures.why(job(YarnApplicationState.RUNNING, 2), true))
        .isEqualTo(
            "attempt 2 of its ApplicationMaster does not answer: it is starting or ending, or its"
                + " node is out of reach, and its containers go on meanwhile");
  }

  @Test
  void othersMayNotAsk() {
    assertThat(NoFigures.why(job(YarnApplicationState.RUNNING, 1), false))
        .isEqualTo("only who has submitted it may ask for them, with the same p2p.staging.dir");
  }

  @Test
  void anApplicationMasterMayNotAnswer() {
    assertThat(NoFigures.why(job(YarnApplicationState.RUNNING, 1), true))
        .isEqualTo(
            "its ApplicationMaster does not answer: it is starting or ending, or its node is out of"
                + " reach");
  }

  private static ApplicationReport job(YarnApplicationState state, int attempt) {
    ApplicationReport job = FakeCluster.application(state, FinalApplicationStatus.UNDEFINED, "");
    job.setCurrentApplicationAttemptId(
        attempt == 0 ? null : ApplicationAttemptId.newInstance(job.getApplicationId(), attempt));
    return job;
  }
}
