package org.yarnp2p.client.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.Client;
import org.apache.hadoop.yarn.api.records.QueueACL;
import org.apache.hadoop.yarn.api.records.QueueConfigurations;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.QueueState;
import org.apache.hadoop.yarn.api.records.QueueStatistics;
import org.apache.hadoop.yarn.api.records.QueueUserACLInfo;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;

class YarnClusterTest {
  private final Configuration conf = new Configuration();

  @Test
  void resourceManagerThatHangsIsGivenUpInSeconds() {
    assertThat(Client.getRpcTimeout(conf)).isGreaterThanOrEqualTo(120_000);
    assertThat(Client.getRpcTimeout(YarnCluster.impatient(conf))).isEqualTo(10_000);
    conf.setInt(CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY, 0);
    assertThat(Client.getRpcTimeout(YarnCluster.impatient(conf))).isEqualTo(10_000);
  }

  @Test
  void whatSomebodyHasSetLowerStays() {
    conf.setInt(CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY, 3000);
    assertThat(Client.getRpcTimeout(YarnCluster.impatient(conf))).isEqualTo(3000);
  }

  @Test
  void allResourceManagersOfAClusterAreNamed() {
    conf.set("yarn.resourcemanager.ha.enabled", "true");
    conf.set("yarn.resourcemanager.ha.rm-ids", "rm1,rm2");
    conf.set("yarn.resourcemanager.hostname.rm1", "one.example.org");
    conf.set("yarn.resourcemanager.address.rm2", "two.example.org:9032");
    try (YarnCluster cluster = new YarnCluster(conf)) {
      assertThat(cluster.address()).isEqualTo("one.example.org:8032, two.example.org:9032");
    }
  }

  private static QueueInfo queue(String scheduler) {
    QueueStatistics statistics = Records.newRecord(QueueStatistics.class);
    statistics.setAllocatedMemoryMB(1024);
    statistics.setAvailableMemoryMB(scheduler.equals("FairScheduler") ? 0 : 512);
    QueueInfo info = Records.newRecord(QueueInfo.class);
    info.setSchedulerType(scheduler);
    info.setQueueName("night");
    info.setQueueState(QueueState.RUNNING);
    info.setQueueStatistics(statistics);
    return info;
  }

  @Test
  void queueOfTheFairSchedulerHasFreeWhatItsMaximumLeaves() {
    QueueInfo fair = queue("FairScheduler");
    fair.setMaxResourceMemory(6144);
    assertThat(YarnCluster.queue(fair, false, Optional.empty()).freeMemoryMb()).hasValue(5120);
    assertThat(YarnCluster.queue(fair, false, Optional.empty()).maximumPercent()).isEmpty();
  }

  @Test
  void idleQueueOfTheFairSchedulerHasNoShareYet() {
    QueueInfo fair = queue("FairScheduler");
    fair.setCapacity(0);
    fair.setCurrentCapacity(0);
    assertThat(YarnCluster.queue(fair, false, Optional.empty()).capacityPercent()).isEmpty();
    assertThat(YarnCluster.queue(fair, false, Optional.empty()).usedPercent()).isEmpty();
    fair.setCapacity(0.25f);
    assertThat(YarnCluster.queue(fair, false, Optional.empty()).capacityPercent()).hasValue(25);
    assertThat(YarnCluster.queue(fair, false, Optional.empty()).usedPercent()).hasValue(0);
  }

  @Test
  void queueHasAShareOfTheNodesWithALabel() {
    QueueInfo queue = queue("CapacityScheduler");
    QueueConfigurations gpu = Records.newRecord(QueueConfigurations.class);
    gpu.setAbsoluteCapacity(0.25f);
    gpu.setAbsoluteMaxCapacity(0.75f);
    queue.setQueueConfigurations(Map.of("gpu", gpu));
    Cluster.Queue ofGpus = YarnCluster.queue(queue, false, Optional.of("gpu"));
    assertThat(ofGpus.capacityPercent()).hasValue(25);
    assertThat(ofGpus.maximumPercent()).hasValue(75);
    assertThat(ofGpus.usedPercent()).isEmpty();
    assertThat(ofGpus.freeMemoryMb()).isEmpty();
  }

  private static QueueInfo at(String path) {
    QueueInfo queue = queue("CapacityScheduler");
    queue.setQueuePath(path);
    queue.setQueueName(path.substring(path.lastIndexOf('.') + 1));
    return queue;
  }

  @Test
  void queuesOfOneNameAreNamedByTheirPaths() {
    assertThat(YarnCluster.names(List.of(at("root.a.night"), at("root.b.night"), at("root.c.day"))))
        .containsExactly("day", "root.a.night", "root.b.night");
  }

  private static QueueUserACLInfo acl(String queue, QueueACL... acls) {
    return QueueUserACLInfo.newInstance(queue, List.of(acls));
  }

  @Test
  void whatSomebodyMayDoInAQueueIsNotTakenFromAnotherOfItsName() {
    List<QueueUserACLInfo> acls =
        List.of(
            acl("root"),
            acl("root.a.night"),
            acl("root.b.night", QueueACL.SUBMIT_APPLICATIONS),
            acl("root.c.day", QueueACL.ADMINISTER_QUEUE));
    assertThat(mayUse(at("root.a.night"), acls)).isFalse();
    assertThat(mayUse(at("root.b.night"), acls)).isTrue();
    assertThat(mayUse(at("root.c.day"), acls)).isFalse();
  }

  @Test
  void schedulersThatSayNoPathsHaveOneQueueOfAName() {
    QueueInfo queue = queue("FifoScheduler");
    assertThat(mayUse(queue, List.of(acl("night")))).isFalse();
    assertThat(mayUse(queue, List.of(acl("night", QueueACL.SUBMIT_APPLICATIONS)))).isTrue();
    assertThat(mayUse(at("root.a.night"), List.of(acl("night")))).isFalse();
  }

  @Test
  void queueThatYarnSaysNothingOfIsAskedBySubmitting() {
    assertThat(mayUse(at("root.users.ada"), List.of(acl("root"), acl("root.users")))).isTrue();
  }

  private static boolean mayUse(QueueInfo queue, List<QueueUserACLInfo> acls) {
    return YarnCluster.mayUse(YarnCluster.queue(queue, false, Optional.empty()), acls);
  }

  @Test
  void queueIsCalledAsItWasAskedFor() {
    Cluster.Queue queue = YarnCluster.queue(at("root.a.night"), false, Optional.empty());
    assertThat(queue.as("night")).isEqualTo("night");
    assertThat(queue.as("root.a.night")).isEqualTo("root.a.night");
  }

  @Test
  void queueOfTheCapacitySchedulerHasFreeWhatIsLeftOfItsShare() {
    QueueInfo queue = queue("CapacityScheduler");
    queue.setMaximumCapacity(1);
    assertThat(YarnCluster.queue(queue, false, Optional.empty()).freeMemoryMb()).hasValue(512);
    assertThat(YarnCluster.queue(queue, false, Optional.empty()).maximumPercent()).hasValue(100);
  }
}
