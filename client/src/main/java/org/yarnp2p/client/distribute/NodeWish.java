package org.yarnp2p.client.distribute;

import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.yarn.Cluster.Node;

/**
 * Which nodes {@code --nodes}, {@code --exclude} and {@code --min-nodes} mean. The files that they
 * name are read at once, the cluster is asked later: a mistake shows without one.
 */
final class NodeWish {
  private static final int MOST_DIGITS = 9;

  private final String what;
  private final Wanted wanted;
  private final List<HostFile.Entry> exclusions;
  private final Integer enough;

  /** What {@code --nodes} means. */
  private interface Wanted {
    NodeChoice among(NodeChooser nodes, Integer enough) throws UsageException;
  }

  private NodeWish(String what, Wanted wanted, List<HostFile.Entry> exclusions, Integer enough) {
    this.what = what;
    this.wanted = wanted;
    this.exclusions = exclusions;
    this.enough = enough;
  }

  /**
   * What was said on a command line.
   *
   * @param what {@code all}, a number, a local file of hosts, or a node label, tried in this order;
   *     the file may be a pipe, and is read once
   * @param exclude a file of hosts; null for none
   * @param enough how many nodes will do; null for all
   * @throws UsageException when no cluster can have such nodes
   */
  static NodeWish of(String what, String exclude, Integer enough) throws UsageException {
    if (enough != null && enough < 1) {
      throw new UsageException("--min-nodes: found " + enough + ", expected 1 or more");
    }
    List<HostFile.Entry> exclusions =
        exclude == null ? List.of() : HostFile.read("--exclude", exclude);
    return new NodeWish(what, wanted(what, enough), exclusions, enough);
  }

  private static Wanted wanted(String what, Integer enough) throws UsageException {
    if (what.equals("all")) {
      return (nodes, unused) -> nodes.all();
    }
    if (what.matches("[0-9]{1," + MOST_DIGITS + "}")) {
      int count = Integer.parseInt(what);
      if (count < 1) {
        throw new UsageException("--nodes: found " + what + ", expected a number from 1");
      }
      if (enough != null && enough > count) {
        throw new UsageException("--min-nodes: found " + enough + ", expected 1 to " + count);
      }
      return (nodes, few) -> nodes.some(count, few);
    }
    if (HostFile.isOne(what)) {
      List<HostFile.Entry> hosts = HostFile.read("--nodes", what);
      if (hosts.isEmpty()) {
        throw new UsageException("--nodes: " + what + " names no host");
      }
      return (nodes, unused) -> nodes.named(hosts);
    }
    return (nodes, unused) -> nodes.labelled(what);
  }

  /**
   * Chooses among the nodes that the ResourceManager knows.
   *
   * @throws UsageException when there are not as many as were asked for, or none
   */
  NodeChoice among(List<Node> known) throws UsageException {
    NodeChooser nodes = new NodeChooser(known, exclusions);
    NodeChoice choice = wanted.among(nodes, enough);
    if (choice.nodes().isEmpty()) {
      List<String> lines = new ArrayList<>();
      lines.add("--nodes " + what + ": " + whyNone(known, nodes));
      lines.addAll(choice.without());
      throw new UsageException(lines);
    }
    return choice.excludingInVain(nodes.excludedInVain());
  }

  private String whyNone(List<Node> known, NodeChooser nodes) throws UsageException {
    int without =
        exclusions.isEmpty()
            ? 0
            : wanted.among(new NodeChooser(known, List.of()), 1).nodes().size();
    return without > 0
        ? "--exclude leaves none; there would be " + without
        : "no node can take a container; YARN has " + nodes.states();
  }
}
