package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;

/** What the ResourceManager says of nodes that have not given a container. */
final class NodeStates {
  private static final Logger LOG = LoggerFactory.getLogger(NodeStates.class);

  private NodeStates() {}

  /**
   * A sentence for each member that has to be on a certain node: what is known of why its container
   * has not come. May take as long as a call to another process.
   */
  static Map<Member, String> obstacles(
      List<Member> members, Placement placement, Configuration conf) {
    Map<Member, String> nodes = new HashMap<>();
    for (Member member : members) {
      String node = placement.node(member.rank());
      if (node != null) {
        nodes.put(member, node);
      }
    }
    Map<String, String> states = describe(nodes.values(), conf);
    nodes.replaceAll((member, node) -> states.getOrDefault(node, ""));
    return nodes;
  }

  /**
   * A sentence about each node. Asks the ResourceManager once; when it does not tell, the result is
   * empty.
   *
   * @param names as the nodes were asked for
   */
  static Map<String, String> describe(Collection<String> names, Configuration conf) {
    return read(conf).map(reports -> describe(names, reports)).orElse(Map.of());
  }

  /**
   * All nodes that the cluster has, and had. Asks the ResourceManager once; empty when it does not
   * tell.
   */
  static Optional<List<NodeReport>> read(Configuration conf) {
    try {
      return Optional.of(ResourceManagerQuestion.answer(client -> client.getNodeReports(), conf));
    } catch (IOException e) {
      LOG.warn("The state of the nodes cannot be read", e);
      return Optional.empty();
    }
  }

  /** A sentence about each node, from all that the cluster has. */
  static Map<String, String> describe(Collection<String> names, List<NodeReport> reports) {
    Map<String, NodeReport> byName = new HashMap<>();
    for (NodeReport report : reports) {
      // A node that has come back is there more than once.
      byName.merge(report.getNodeId().getHost(), report, NodeStates::better);
      byName.merge(report.getNodeId().toString(), report, NodeStates::better);
    }
    Map<String, String> sentences = new HashMap<>();
    names.forEach(name -> sentences.put(name, sentence(byName.get(name))));
    return sentences;
  }

  private static NodeReport better(NodeReport one, NodeReport other) {
    return one.getNodeState() == NodeState.RUNNING ? one : other;
  }

  /** A sentence about a node; null is one that the ResourceManager does not know. */
  static String sentence(NodeReport node) {
    if (node == null) {
      return "the ResourceManager knows no such node";
    }
    if (node.getNodeState() != NodeState.RUNNING) {
      String health = node.getHealthReport();
      return "the node is "
          + node.getNodeState().toString().toLowerCase(Locale.ROOT)
          + (health == null || health.isBlank() ? "" : " (" + health.strip() + ")");
    }
    return "the node is running and has " + free(node.getCapability(), node.getUsed()) + " free";
  }

  private static String free(Resource capability, Resource used) {
    if (capability == null || used == null) {
      return "an unknown share";
    }
    long memory = Math.max(0, capability.getMemorySize() - used.getMemorySize());
    int vcores = Math.max(0, capability.getVirtualCores() - used.getVirtualCores());
    return memory + " MiB and " + vcores + (vcores == 1 ? " vcore" : " vcores");
  }
}
