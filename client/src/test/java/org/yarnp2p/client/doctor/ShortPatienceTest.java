package org.yarnp2p.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ipc.Client;
import org.junit.jupiter.api.Test;

class ShortPatienceTest {
  private final Configuration conf = new Configuration();

  @Test
  void serverThatDoesNotAnswerIsGivenUpSoon() {
    assertThat(Client.getRpcTimeout(conf)).isGreaterThanOrEqualTo(120_000);
    ShortPatience.setIn(conf);
    assertThat(Client.getRpcTimeout(conf)).isEqualTo(10_000);
    assertThat(conf.getInt("ipc.client.connect.max.retries.on.timeouts", 0)).isEqualTo(1);
  }

  @Test
  void noLimitAtAllIsNoShortOne() {
    conf.setInt(CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY, 0);
    ShortPatience.setIn(conf);
    assertThat(Client.getRpcTimeout(conf)).isEqualTo(10_000);
  }

  @Test
  void whatSomebodyHasSetLowerStays() {
    conf.setInt(CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY, 3000);
    ShortPatience.setIn(conf);
    assertThat(Client.getRpcTimeout(conf)).isEqualTo(3000);
  }
}
