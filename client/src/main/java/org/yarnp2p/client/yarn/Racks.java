package org.yarnp2p.client.yarn;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.net.NetworkTopology;
import org.yarnp2p.client.yarn.Cluster.Node;

/**
 * The racks of some nodes, as the ResourceManager has found them.
 *
 * @param nodes in each rack
 */
public record Racks(Map<String, List<Node>> nodes) {

  /** Of these nodes. */
  public static Racks of(Collection<Node> nodes) {
    return new Racks(
        nodes.stream()
            .collect(Collectors.groupingBy(Node::rack, TreeMap::new, Collectors.toList())));
  }

  /** Whether there is more than one. */
  public boolean areSeveral() {
    return nodes.size() > 1;
  }

  /** The rack of each node, by the node's name. */
  public Map<String, String> byNode() {
    return nodes.values().stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(Node::name, Node::rack, (one, same) -> one, TreeMap::new));
  }

  /** How many there are, and how large they are, such as "2 racks of 3 to 4 nodes". */
  public String describe() {
    List<Integer> sizes = nodes.values().stream().map(List::size).toList();
    int least = Collections.min(sizes);
    int most = Collections.max(sizes);
    return nodes.size()
        + (areSeveral() ? " racks of " : " rack of ")
        + (least == most ? "" : least + " to ")
        + most
        + (most == 1 ? " node" : " nodes");
  }

  /** Those nodes of which no rack is known, where one is known of others. */
  public List<Node> unknown() {
    return areSeveral() ? nodes.getOrDefault(NetworkTopology.DEFAULT_RACK, List.of()) : List.of();
  }
}
