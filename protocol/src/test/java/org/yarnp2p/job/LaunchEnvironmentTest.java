package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

class LaunchEnvironmentTest {
  private static final LaunchEnvironment LAUNCH =
      new LaunchEnvironment(
          new Member(Rank.peer(3), 2), 5, "application_1_0001", new Endpoint("node1", 4711), null);

  @Test
  void comesBackFromEnvironmentVariables() {
    Map<String, String> variables = new HashMap<>(LAUNCH.toVariables());
    variables.put("PATH", "/bin");

    assertThat(LaunchEnvironment.from(variables)).isEqualTo(LAUNCH);
  }

  @Test
  void hasTheAgreedNames() {
    assertThat(LAUNCH.toVariables())
        .containsExactly(
            Map.entry("P2P_AM", "node1:4711"),
            Map.entry("P2P_INCARNATION", "2"),
            Map.entry("P2P_JOB_ID", "application_1_0001"),
            Map.entry("P2P_PEERS", "5"),
            Map.entry("P2P_RANK", "3"));
  }

  @Test
  void stagingDirectoryIsThereWhereAnotherMasterMayFollow() {
    LaunchEnvironment followed =
        new LaunchEnvironment(
            LAUNCH.member(),
            LAUNCH.peers(),
            LAUNCH.jobId(),
            LAUNCH.applicationMaster(),
            new Path("hdfs://nn/user/a b/.p2p/application_1_0001"));

    assertThat(LaunchEnvironment.from(followed.toVariables())).isEqualTo(followed);
  }

  @Test
  void missingVariableIsNamed() {
    for (String name : LAUNCH.toVariables().keySet()) {
      Map<String, String> variables = new HashMap<>(LAUNCH.toVariables());
      variables.remove(name);

      assertThatThrownBy(() -> LaunchEnvironment.from(variables))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(name + " is not set");
    }
  }

  @Test
  void valueThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> with("P2P_RANK", "three"))
        .hasMessageContaining("P2P_RANK: found 'three'");
    assertThatThrownBy(() -> with("P2P_AM", "node1")).hasMessageContaining("P2P_AM: found 'node1'");
    assertThatThrownBy(() -> with("P2P_AM", "node1:x")).hasMessageContaining("expected HOST:PORT");
    assertThatThrownBy(() -> with("P2P_RANK", "6")).hasMessageContaining("P2P_RANK=6, P2P_PEERS=5");
    assertThatThrownBy(() -> with("P2P_INCARNATION", "0")).hasMessageContaining("incarnation");
  }

  private static LaunchEnvironment with(String name, String value) {
    Map<String, String> variables = new HashMap<>(LAUNCH.toVariables());
    variables.put(name, value);
    return LaunchEnvironment.from(variables);
  }
}
