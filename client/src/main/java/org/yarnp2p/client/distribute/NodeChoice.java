package org.yarnp2p.client.distribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yarnp2p.client.yarn.Cluster.Node;

/**
 * Where a distribution goes.
 *
 * @param nodes in the order of the ranks
 * @param absent nodes that were asked for and cannot take a container, with the reason
 * @param label that was asked for
 * @param missing of a number of nodes, how many are not there
 */
record NodeChoice(List<Node> nodes, List<Absent> absent, Optional<String> label, int missing) {
  /** Copies the lists. */
  NodeChoice {
    nodes = List.copyOf(nodes);
    absent = List.copyOf(absent);
  }

  /** Of nodes that are known by their names. */
  NodeChoice(List<Node> nodes, List<Absent> absent, Optional<String> label) {
    this(nodes, absent, label, 0);
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
    return nodes.size() + absent.size() + missing;
  }

  /** Who cannot take part, and why, a line for each. */
  List<String> without() {
    List<String> lines = new ArrayList<>();
    absent.forEach(node -> lines.add(node.toString()));
    if (missing > 0) {
      lines.add(missing + " of the " + asked() + " nodes: only " + nodes.size() + " can take part");
    }
    return lines;
  }
}
