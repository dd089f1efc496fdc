package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.yarn.YarnCluster;

/** What clients know of the Capacity Scheduler's queues, those that it makes by itself too. */
@Tag("own-cluster")
class QueueIT {
  private static final Map<String, String> QUEUES =
      Map.ofEntries(
          Map.entry("root.queues", "batch,day,users"),
          Map.entry("root.batch.queues", "night"),
          Map.entry("root.day.queues", "night"),
          Map.entry("root.batch.capacity", "1w"),
          Map.entry("root.day.capacity", "1w"),
          Map.entry("root.users.capacity", "1w"),
          Map.entry("root.batch.night.capacity", "1w"),
          Map.entry("root.day.night.capacity", "1w"),
          Map.entry("root.acl_submit_applications", "nobody"),
          Map.entry("root.acl_administer_queue", "nobody"),
          Map.entry("root.day.night.acl_submit_applications", "*"),
          Map.entry("root.users.acl_submit_applications", "*"),
          Map.entry("root.users.auto-queue-creation-v2.enabled", "true"));

  private static void submit(YarnCluster cluster, String queue) throws Exception {
    ApplicationSubmissionContext context = cluster.newApplication().context();
    context.setQueue(queue);
    context.setResource(Resource.newInstance(64, 1));
    context.setAMContainerSpec(Records.newRecord(ContainerLaunchContext.class));
    cluster.submit(context);
  }

  private static boolean mayUse(YarnCluster cluster, String queue) throws Exception {
    return cluster.mayUse(cluster.queue(queue, Optional.empty()).orElseThrow());
  }

  @Test
  void queueThatMayBeMadeIsToldFromOneThatCannot(@TempDir Path directory) throws Exception {
    Configuration conf = ClusterSettings.yarn(directory, "", 1024, new Configuration(false));
    conf.setBoolean("yarn.acl.enable", true);
    QUEUES.forEach((key, value) -> conf.set("yarn.scheduler.capacity." + key, value));
    try (MiniYARNCluster yarn = new MiniYARNCluster("queues", 0, 1, 1)) {
      yarn.init(conf);
      yarn.start();
      try (YarnCluster cluster = new YarnCluster(yarn.getConfig())) {
        assertThat(cluster.queues()).contains("root.batch.night", "root.day.night");
        assertThat(mayUse(cluster, "root.day.night")).isTrue();
        assertThat(mayUse(cluster, "root.batch.night")).isFalse();

        assertThat(cluster.queue("root.users.ada", Optional.empty())).isEmpty();
        assertThat(cluster.substitute("root.users.ada").orElseThrow())
            .contains("if root.users has auto-queue-creation-v2.enabled");
        submit(cluster, "root.users.ada");
        assertThat(cluster.queue("root.users.ada", Optional.empty()).orElseThrow().parent())
            .isFalse();
        assertThat(cluster.queue("root.users", Optional.empty()).orElseThrow().parent()).isTrue();

        assertThat(cluster.substitute("nobody")).isEmpty();
        assertThatThrownBy(() -> submit(cluster, "nobody"))
            .isInstanceOf(YarnException.class)
            .hasMessageContaining("unknown queue: nobody");
        assertThat(cluster.substitute("default").orElseThrow()).contains("queue-mappings");
      }
    }
  }
}
