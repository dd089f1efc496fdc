package org.yarnp2p.client.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.Client;
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
}
