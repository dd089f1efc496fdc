package org.yarnp2p.client.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.yarn.Cluster.Node;

class RegistrationsTest {
  private static NodeReport report(String host, int port, NodeState state, long time) {
    Resource all = Resource.newInstance(4096, 4);
    return NodeReport.newInstance(
        NodeId.newInstance(host, port),
        state,
        "",
        "/rack",
        Resource.newInstance(1024, 1),
        all,
        1,
        "",
        time,
        Set.of("gpu"),
        null,
        null);
  }

  private static List<String> nodes(boolean portInName, NodeReport... reports) {
    return Registrations.nodes(List.of(reports), portInName).stream()
        .map(node -> node.name() + " " + node.state())
        .toList();
  }

  @Test
  void nodeManagerThatWasRestartedIsOneNode() {
    NodeReport former = report("a", 1, NodeState.RUNNING, 10);
    NodeReport now = report("a", 2, NodeState.RUNNING, 20);
    assertThat(nodes(false, former, now)).containsExactly("a RUNNING");
    assertThat(nodes(false, now, former)).containsExactly("a RUNNING");
  }

  @Test
  void latestRegistrationSaysHowTheNodeIs() {
    NodeReport first = report("a", 1, NodeState.LOST, 10);
    NodeReport second = report("a", 2, NodeState.DECOMMISSIONED, 30);
    NodeReport between = report("a", 3, NodeState.LOST, 20);
    NodeReport unfit = report("b", 1, NodeState.UNHEALTHY, 40);
    NodeReport dead = report("b", 2, NodeState.RUNNING, 30);
    assertThat(nodes(false, first, second, between, unfit, dead))
        .containsExactly("a DECOMMISSIONED", "b UNHEALTHY");
  }

  @Test
  void namesWithPortsAreNodesOfTheirOwn() {
    assertThat(
            nodes(
                true, report("a", 2, NodeState.RUNNING, 20), report("a", 1, NodeState.RUNNING, 10)))
        .containsExactly("a:1 RUNNING", "a:2 RUNNING");
  }

  @Test
  void nodeHasWhatIsNotGivenToContainers() {
    assertThat(Registrations.nodes(List.of(report("a", 1, NodeState.RUNNING, 10)), false))
        .containsExactly(
            new Node("a", "a", "/rack", NodeState.RUNNING, Set.of("gpu"), 4096, 4, 3072, 3));
  }
}
