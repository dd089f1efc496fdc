package org.yarnp2p.client.distribute;

import java.util.List;
import java.util.Optional;
import org.yarnp2p.client.yarn.Cluster.Node;

/**
 * Where a distribution goes.
 *
 * @param nodes in the order of the ranks
 * @param absent nodes that were asked for and cannot take a container, with the reason
 * @param label that was asked for
 */
record NodeChoice(List<Node> nodes, List<Absent> absent, Optional<String> label) {
  /** Copies the lists. */
  NodeChoice {
    nodes = List.copyOf(nodes);
    absent = List.copyOf(absent);
  }

  /** A node without a rank. */
  record Absent(String name, String reason) {
    @Override
    public String toString() {
      return name + ": " + reason;
    }
  }

  /** How many nodes were asked for. */
  int asked() {
    return nodes.size() + absent.size();
  }
}
