package org.yarnp2p.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.client.yarn.FakeTime;
import org.yarnp2p.job.JobReport;

class JobKillTest {
  private static final long GRACE_MILLIS = 5000;

  private final FakeCluster cluster = new FakeCluster();
  private final FakeTime time = new FakeTime();

  private Optional<JobEnd> kill(FakeLink link) throws Exception {
    return new JobKill(cluster, link, time, time).kill(FakeCluster.ID, "Ctrl-C", GRACE_MILLIS);
  }

  @Test
  void masterEndsTheJobWhenItCan() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.KILLED, "Ctrl-C");
    FakeLink link = new FakeLink(true);
    assertThat(kill(link))
        .contains(new JobEnd(JobReport.State.KILLED, true, "Ctrl-C", Optional.empty()));
    assertThat(link.killedFor()).isEqualTo("Ctrl-C");
    assertThat(cluster.calls()).isEmpty();
  }

  @Test
  void jobThatWasAlmostThereIsNotCalledKilled() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
    JobEnd end = kill(new FakeLink(true)).orElseThrow();
    assertThat(end.state()).isEqualTo(JobReport.State.SUCCEEDED);
    assertThat(JobKill.inWords(FakeCluster.ID, Optional.of(end)))
        .isEqualTo(FakeCluster.ID + " has ended already: SUCCEEDED");
  }

  @Test
  void resourceManagerIsToldWhenTheMasterDoesNotAnswer() throws Exception {
    cluster.then(YarnApplicationState.ACCEPTED, FinalApplicationStatus.UNDEFINED, "");
    assertThat(kill(new FakeLink(false))).isEmpty();
    assertThat(cluster.calls()).containsExactly("kill");
    assertThat(time.passedMillis()).isZero();
  }

  @Test
  void jobWhoseMasterIsJustLeavingIsNotCalledKilled() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
    Optional<JobEnd> end = kill(new FakeLink(false));
    assertThat(JobKill.isKilled(end)).isFalse();
    assertThat(JobKill.inWords(FakeCluster.ID, end))
        .isEqualTo(FakeCluster.ID + " has ended already: SUCCEEDED");
  }

  @Test
  void jobThatTheResourceManagerHasKilledIsCalledKilled() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "");
    assertThat(kill(new FakeLink(false))).isEmpty();
  }

  @Test
  void applicationThatIsOnItsWayIsWaitedFor() throws Exception {
    cluster
        .then(new ApplicationNotFoundException("not yet"))
        .then(YarnApplicationState.ACCEPTED, FinalApplicationStatus.UNDEFINED, "");
    assertThat(kill(new FakeLink(false))).isEmpty();
    assertThat(cluster.calls()).containsExactly("kill");
  }

  @Test
  void resourceManagerThatIsAwayForAMomentIsWaitedFor() throws Exception {
    cluster
        .then(new ConnectException("Connection refused"))
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(new ConnectException("Connection refused"))
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.KILLED, "Ctrl-C");
    assertThat(kill(new FakeLink(true)).map(JobEnd::state)).contains(JobReport.State.KILLED);
    assertThat(cluster.calls()).isEmpty();
  }

  @Test
  void resourceManagerThatStaysAwayIsNamed() {
    cluster.then(new ConnectException("Connection refused"));
    assertThatThrownBy(() -> kill(new FakeLink(true))).hasMessage("Connection refused");
    assertThat(time.passedMillis()).isBetween(GRACE_MILLIS, GRACE_MILLIS + 500);
  }

  @Test
  void resourceManagerIsToldWhenTheMasterTakesTooLong() throws Exception {
    cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(kill(new FakeLink(true))).isEmpty();
    assertThat(cluster.calls()).containsExactly("kill");
    assertThat(time.passedMillis()).isBetween(GRACE_MILLIS, GRACE_MILLIS + 500);
  }
}
