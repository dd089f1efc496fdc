package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.JobFixture;

/** Why containers do not come, as far as the ResourceManager's figures say. */
class ClusterLimitsTest {
  private static final Resource LARGEST = Resource.newInstance(8192, 4);

  private static String describe(int headroomMb, int headroomCores, QueueState queue) {
    return describe(headroomMb, headroomCores, queue, true);
  }

  private static String describe(int mb, int cores, QueueState queue, boolean coresCount) {
    ClusterLimits limits = new ClusterLimits("research", LARGEST, coresCount, "the.timeout");
    limits.asked(
        new LaunchSpec(
            ContainerKind.PEER,
            1024,
            1,
            JavaCommand.of(ContainerKind.PEER, JobFixture.conf()),
            Map.of(),
            new Credentials(),
            Map.of()));
    return limits.describe(3, Resource.newInstance(mb, cores), queue);
  }

  private static QueueState queue(float capacity, float most, float used) {
    QueueInfo info = Records.newRecord(QueueInfo.class);
    info.setQueueName("research");
    info.setQueueState(org.apache.hadoop.yarn.api.records.QueueState.RUNNING);
    info.setCapacity(capacity);
    info.setMaximumCapacity(most);
    info.setCurrentCapacity(used);
    return QueueState.of("research", info, null);
  }

  @Test
  void queueWithoutRoomIsTheCause() {
    assertThat(describe(512, 4, queue(0.25f, 0.5f, 1.95f)))
        .contains("uses 195 % of its own. So the queue is full", "maximum-capacity");
  }

  @Test
  void userWithoutRoomInAQueueThatHasSomeIsTheCause() {
    assertThat(describe(0, 0, queue(0.5f, 1f, 1f)))
        .contains("the share of one user", "user-limit-factor")
        .doesNotContain("the queue is full");
  }

  @Test
  void roomThatNoNodeHasInOnePieceIsTheCause() {
    assertThat(describe(4096, 4, queue(0.5f, 1f, 0.1f))).contains("no node has that much free");
  }

  @Test
  void coresCountOnlyWhereTheSchedulerLooksAtThem() {
    QueueState queue = queue(0.5f, 1f, 0.1f);
    assertThat(describe(4096, 0, queue, true)).contains("the share of one user");
    assertThat(describe(4096, 0, queue, false)).contains("no node has that much free");
  }

  @Test
  void whatMakesTheJobWaitLongerIsSaid() {
    assertThat(describe(0, 0, QueueState.of("research", null, null)))
        .contains("or wait longer (the.timeout).");
  }

  @Test
  void queueThatNobodyKnowsIsNotGuessedAbout() {
    assertThat(describe(0, 0, QueueState.of("research", null, null)))
        .contains("The state of queue research is unknown (the ResourceManager does not know it).")
        .doesNotContain("So ");
  }
}
