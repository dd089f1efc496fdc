package org.yarnp2p.cluster;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.http.HttpServer2;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler;

/**
 * How the embedded cluster differs from an installed one: small, quick to act, and at home on a
 * disk that may be nearly full. What a job can run into stays as on a real cluster, the checks of
 * real and virtual memory among it.
 */
final class ClusterSettings {
  private ClusterSettings() {}

  /**
   * Settings of the NameNode and the DataNode.
   *
   * @param directory local directory of all that the daemons write
   * @param more what else they and their clients shall know
   */
  static Configuration dfs(Path directory, Configuration more) {
    Configuration conf = new Configuration();
    conf.setInt(DFSConfigKeys.DFS_REPLICATION_KEY, 1);
    temporaryFiles(conf, directory);
    conf.addResource(more);
    return conf;
  }

  /**
   * Settings of the ResourceManager and the NodeManagers.
   *
   * @param directory local directory of all that the daemons write
   * @param classPath Hadoop's class path in containers, in YARN's notation (separated by commas)
   * @param nodeMemoryMb memory that each NodeManager offers, in MiB
   * @param more what else they and their clients shall know
   */
  static Configuration yarn(
      Path directory, String classPath, int nodeMemoryMb, Configuration more) {
    YarnConfiguration conf = new YarnConfiguration();
    conf.setStrings(YarnConfiguration.YARN_APPLICATION_CLASSPATH, classPath);
    conf.set(
        YarnConfiguration.FS_NODE_ATTRIBUTE_STORE_ROOT_DIR,
        directory.resolve("node-attributes").toUri().toString());
    temporaryFiles(conf, directory);
    scheduler(conf);
    nodes(conf, nodeMemoryMb);
    conf.setLong(YarnConfiguration.RM_NM_HEARTBEAT_INTERVAL_MS, 100);
    conf.setLong(YarnConfiguration.YARN_CLIENT_APPLICATION_CLIENT_PROTOCOL_POLL_INTERVAL_MS, 50);
    conf.addResource(more);
    return conf;
  }

  /** Where Hadoop would otherwise use /tmp. */
  private static void temporaryFiles(Configuration conf, Path directory) {
    conf.set(CommonConfigurationKeys.HADOOP_TMP_DIR, directory.resolve("tmp").toString());
    conf.set(HttpServer2.HTTP_TEMP_DIR_KEY, directory.resolve("web").toString());
  }

  private static void scheduler(Configuration conf) {
    conf.setClass(YarnConfiguration.RM_SCHEDULER, CapacityScheduler.class, CapacityScheduler.class);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 64);
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "0.5");
    // All nodes have one host name; the port tells them apart.
    conf.setBoolean(YarnConfiguration.RM_SCHEDULER_INCLUDE_PORT_IN_NODE_NAME, true);
  }

  private static void nodes(Configuration conf, int memoryMb) {
    conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, memoryMb);
    conf.setFloat(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, 100f);
    // A mini cluster does not watch the memory of containers unless told so.
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_CONTROL_RESOURCE_MONITORING, true);
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, true);
    conf.setLong(YarnConfiguration.NM_CONTAINER_MON_INTERVAL_MS, 1000);
    conf.setBoolean(YarnConfiguration.LOG_AGGREGATION_ENABLED, false);
    // How long a NodeManager that stops waits for its containers.
    conf.setLong(YarnConfiguration.NM_PROCESS_KILL_WAIT_MS, 2000);
    // JAVA_HOME may be unset where this JVM was started; containers shall have the same Java.
    conf.set(YarnConfiguration.NM_ADMIN_USER_ENV + ".JAVA_HOME", System.getProperty("java.home"));
  }
}
