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
 * @param unknown hosts that were to be excluded and that YARN does not know, with file and line
 */
record NodeChoice(
    List<Node> nodes,
    List<Absent> absent,
    Optional<String> label,
    int missing,
    List<String> unknown) {
  private static final int MOST_UNKNOWN = 5;

  /** Copies the lists. */
  NodeChoice {
    nodes = List.copyOf(nodes);
    absent = List.copyOf(absent);
    unknown = List.copyOf(unknown);
  }

  /** Without anything that was to be excluded in vain. */
  NodeChoice(List<Node> nodes, List<Absent> absent, Optional<String> label, int missing) {
    this(nodes, absent, label, missing, List.of());
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

  /** The same when these hosts were to be excluded in vain. */
  NodeChoice excludingInVain(List<String> hosts) {
    return new NodeChoice(nodes, absent, label, missing, hosts);
  }

  /** That hosts were to be excluded in vain, if so: they may take part under another name. */
  Optional<String> caution() {
    int more = unknown.size() - MOST_UNKNOWN;
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "--exclude: YARN knows no "
                + String.join(", ", unknown.subList(0, Math.min(MOST_UNKNOWN, unknown.size())))
                + (more > 0 ? " and " + more + " more" : "")
                + "; 'yarn node -list -all' has the names that count");
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
