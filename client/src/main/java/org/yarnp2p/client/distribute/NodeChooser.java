package org.yarnp2p.client.distribute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.distribute.NodeChoice.Absent;
import org.yarnp2p.client.yarn.Cluster.Node;

/** Picks nodes among those that the ResourceManager knows. */
final class NodeChooser {
  private final List<Node> known;
  private final List<HostFile.Entry> exclusions;

  /** In lower case: names of hosts are the same in any. */
  private final Set<String> excluded;

  /**
   * @param exclusions hosts that are not picked
   */
  NodeChooser(List<Node> known, List<HostFile.Entry> exclusions) {
    this.known = known;
    this.exclusions = exclusions;
    excluded = exclusions.stream().map(entry -> lower(entry.host())).collect(Collectors.toSet());
  }

  /** All that can take a container. */
  NodeChoice all() {
    return new NodeChoice(usable(), List.of(), Optional.empty());
  }

  /** Those with a node label. */
  NodeChoice labelled(String what) throws UsageException {
    List<Node> labelled = usable().stream().filter(n -> n.labels().contains(what)).toList();
    Set<String> labels = new TreeSet<>();
    known.forEach(node -> labels.addAll(node.labels()));
    if (!labels.contains(what) && what.matches("[0-9]+")) {
      throw new UsageException(
          "--nodes: found "
              + what
              + ", which is too large for a number of nodes, and no file or node label either");
    }
    if (!labels.contains(what)) {
      throw new UsageException(
          "--nodes: found '"
              + what
              + "', expected all, a number, a file with a host to a line, or a node label ("
              + (labels.isEmpty() ? "this cluster has none" : String.join(", ", labels))
              + ")");
    }
    return new NodeChoice(labelled, List.of(), Optional.of(what));
  }

  private boolean isExcluded(Node node) {
    return excluded.contains(lower(node.host())) || excluded.contains(lower(node.name()));
  }

  private List<Node> usable() {
    return known.stream().filter(node -> node.running() && !isExcluded(node)).toList();
  }

  /**
   * Those with the most free memory: they start first.
   *
   * @param count from 1
   * @param enough how many of them will do; null for all
   */
  NodeChoice some(int count, Integer enough) throws UsageException {
    List<Node> usable = usable();
    if (usable.isEmpty()) {
      return new NodeChoice(List.of(), List.of(), Optional.empty());
    }
    int missing = Math.max(0, count - usable.size());
    if (missing > 0 && (enough == null || enough > usable.size())) {
      throw new UsageException(
          "--nodes: found "
              + count
              + ", expected 1 to "
              + usable.size()
              + ", which is how many nodes are RUNNING"
              + (excluded.isEmpty() ? "" : " and not excluded")
              + (enough == null ? "; or say with --min-nodes how many are enough" : ""));
    }
    List<Node> most =
        usable.stream()
            .sorted(
                Comparator.comparingLong(Node::freeMemoryMb).reversed().thenComparing(Node::name))
            .limit(count)
            .toList();
    return new NodeChoice(most, List.of(), Optional.empty(), missing);
  }

  /** Those with these names. */
  NodeChoice named(List<HostFile.Entry> hosts) {
    Set<Node> nodes = new LinkedHashSet<>();
    List<Absent> absent = new ArrayList<>();
    for (HostFile.Entry entry : hosts) {
      List<Node> matching = known.stream().filter(node -> means(entry.host(), node)).toList();
      matching.stream().filter(n -> n.running() && !isExcluded(n)).forEach(nodes::add);
      if (matching.isEmpty() && !excluded.contains(lower(entry.host()))) {
        absent.add(new Absent(entry.host(), "YARN does not know it (" + entry.where() + ")"));
      } else if (matching.stream().noneMatch(Node::running)) {
        matching.stream()
            .filter(node -> !isExcluded(node))
            .forEach(node -> absent.add(new Absent(node.name(), "it is " + node.state())));
      }
    }
    return new NodeChoice(List.copyOf(nodes), absent, Optional.empty());
  }

  /** Hosts that are excluded and that nobody knows, with file and line. */
  List<String> excludedInVain() {
    return exclusions.stream()
        .filter(entry -> known.stream().noneMatch(node -> means(entry.host(), node)))
        .map(entry -> entry.host() + " (" + entry.where() + ")")
        .toList();
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean means(String host, Node node) {
    return host.equalsIgnoreCase(node.host()) || host.equalsIgnoreCase(node.name());
  }

  /** How many nodes there are in each state, for people. */
  String states() {
    return known.isEmpty()
        ? "no nodes"
        : known.stream()
            .collect(Collectors.groupingBy(Node::state, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
  }
}
