package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.junit.jupiter.api.Test;

class NodeStatesTest {
  private final List<NodeReport> reports =
      List.of(
          node("full", 4001, NodeState.RUNNING, ""),
          node("sick", 4001, NodeState.UNHEALTHY, "1/1 local-dirs are bad: /data"),
          node("back", -1, NodeState.LOST, ""),
          node("back", 4001, NodeState.RUNNING, ""),
          node("gone", -1, NodeState.LOST, ""));

  @Test
  void whatYarnSaysOfANodeIsASentence() {
    assertThat(describe("full")).isEqualTo("the node is running and has 256 MiB and 1 vcore free");
    assertThat(describe("sick")).isEqualTo("the node is unhealthy (1/1 local-dirs are bad: /data)");
    assertThat(describe("gone")).isEqualTo("the node is lost");
    assertThat(describe("nowhere")).isEqualTo("the ResourceManager knows no such node");
  }

  @Test
  void aNodeThatIsBackIsNotLost() {
    assertThat(describe("back")).startsWith("the node is running");
  }

  @Test
  void aNodeMayBeNamedWithItsPort() {
    assertThat(describe("sick:4001")).startsWith("the node is unhealthy");
  }

  private String describe(String name) {
    return NodeStates.describe(List.of(name), reports).get(name);
  }

  private static NodeReport node(String host, int port, NodeState state, String health) {
    return NodeReport.newInstance(
        NodeId.newInstance(host, port),
        state,
        host + ":8042",
        "/default-rack",
        Resource.newInstance(768, 1),
        Resource.newInstance(1024, 2),
        1,
        health,
        0);
  }
}
