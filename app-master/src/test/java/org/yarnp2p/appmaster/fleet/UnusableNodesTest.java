package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnusableNodesTest {
  private final UnusableNodes nodes = new UnusableNodes();

  @ParameterizedTest
  @EnumSource(NodeState.class)
  void onlyADecommissionedNodeGivesNoContainerAnyMore(NodeState state) {
    nodes.heard(node("node1", 4001, state));
    assertThat(nodes.isDecommissioned("node1")).isEqualTo(state == NodeState.DECOMMISSIONED);
    assertThat(nodes.isDecommissioned("node1:4001")).isEqualTo(state == NodeState.DECOMMISSIONED);
    assertThat(nodes.isDecommissioned("node2")).isFalse();
    assertThat(nodes.isDecommissioned("node1:4002")).isFalse();
  }

  @Test
  void aNodeThatIsTakenInAgainUnderAnotherPortServes() {
    nodes.heard(node("node1", 4001, NodeState.DECOMMISSIONED));
    nodes.heard(node("node1", 4002, NodeState.RUNNING));
    assertThat(nodes.isDecommissioned("node1")).isFalse();
    assertThat(nodes.isDecommissioned("node1:4001")).isTrue();
  }

  @Test
  void anEarlierLifeOfItsNodeManagerThatWasLostDoesNotMatter() {
    nodes.heard(node("node1", 4001, NodeState.LOST));
    nodes.heard(node("node1", 4002, NodeState.DECOMMISSIONED));
    assertThat(nodes.isDecommissioned("node1")).isTrue();
  }

  @Test
  void whatWasAskedForTellsWhatWasBefore() {
    nodes.read(
        List.of(
            node("node1", -1, NodeState.DECOMMISSIONED), node("node2", 4001, NodeState.RUNNING)));
    assertThat(nodes.isDecommissioned("node1")).isTrue();
    assertThat(nodes.isDecommissioned("node2")).isFalse();
  }

  @Test
  void whatWasHeardIsNoOlderThanWhatWasAskedFor() {
    nodes.heard(node("node1", 4001, NodeState.RUNNING));
    nodes.read(List.of(node("node1", 4001, NodeState.DECOMMISSIONED)));
    assertThat(nodes.isDecommissioned("node1")).isFalse();
  }

  private static NodeReport node(String host, int port, NodeState state) {
    Resource some = Resource.newInstance(768, 1);
    return NodeReport.newInstance(
        NodeId.newInstance(host, port),
        state,
        host + ":8042",
        "/default-rack",
        some,
        some,
        0,
        "",
        0);
  }
}
