package org.yarnp2p.client.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.client.yarn.FakeTime;

class JobKillTest {
  private static final long GRACE_MILLIS = 5000;

  private final FakeCluster cluster = new FakeCluster();
  private final FakeTime time = new FakeTime();

  private boolean kill(FakeLink link) throws Exception {
    return new JobKill(cluster, link, time, time).kill(FakeCluster.ID, "Ctrl-C", GRACE_MILLIS);
  }

  @Test
  void masterEndsTheJobWhenItCan() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.KILLED, "Ctrl-C");
    FakeLink link = new FakeLink(true);
    assertThat(kill(link)).isTrue();
    assertThat(link.killedFor()).isEqualTo("Ctrl-C");
    assertThat(cluster.calls()).isEmpty();
  }

  @Test
  void resourceManagerIsToldWhenTheMasterDoesNotAnswer() throws Exception {
    cluster.then(YarnApplicationState.ACCEPTED, FinalApplicationStatus.UNDEFINED, "");
    assertThat(kill(new FakeLink(false))).isFalse();
    assertThat(cluster.calls()).containsExactly("kill");
    assertThat(time.passedMillis()).isZero();
  }

  @Test
  void applicationThatIsOnItsWayIsWaitedFor() throws Exception {
    cluster
        .then(new ApplicationNotFoundException("not yet"))
        .then(YarnApplicationState.ACCEPTED, FinalApplicationStatus.UNDEFINED, "");
    assertThat(kill(new FakeLink(false))).isFalse();
    assertThat(cluster.calls()).containsExactly("kill");
  }

  @Test
  void resourceManagerIsToldWhenTheMasterTakesTooLong() throws Exception {
    cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(kill(new FakeLink(true))).isFalse();
    assertThat(cluster.calls()).containsExactly("kill");
    assertThat(time.passedMillis()).isBetween(GRACE_MILLIS, GRACE_MILLIS + 500);
  }
}
