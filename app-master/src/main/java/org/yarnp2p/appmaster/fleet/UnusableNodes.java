package org.yarnp2p.appmaster.fleet;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;

/**
 * Which nodes do not serve, and why. YARN says of the containers that it takes away with a node
 * only that it was lost, be it unhealthy, decommissioned, or silent. Thread-safe.
 */
final class UnusableNodes {
  /** The last word about each NodeManager, by the host that it is on. */
  private final Map<String, Map<NodeId, NodeReport>> byHost = new ConcurrentHashMap<>();

  /** The ResourceManager tells of a change. */
  void heard(NodeReport node) {
    ofHost(node).put(node.getNodeId(), node);
  }

  /** The ResourceManager was asked. It tells of each change, so what was heard is no older. */
  void read(Collection<NodeReport> nodes) {
    nodes.forEach(node -> ofHost(node).putIfAbsent(node.getNodeId(), node));
  }

  private Map<NodeId, NodeReport> ofHost(NodeReport node) {
    return byHost.computeIfAbsent(node.getNodeId().getHost(), unused -> new ConcurrentHashMap<>());
  }

  /**
   * Whether a node will give no container any more. One that is lost, or has shut down in good
   * order, may be back soon, and one that is being decommissioned may be left in service.
   *
   * @param name as it is asked for: HOST or HOST:PORT
   */
  boolean isDecommissioned(String name) {
    int port = name.lastIndexOf(':');
    Map<NodeId, NodeReport> all =
        byHost.getOrDefault(port < 0 ? name : name.substring(0, port), Map.of());
    boolean decommissioned = false;
    for (NodeReport node : all.values()) {
      if (port < 0 || node.getNodeId().toString().equals(name)) {
        // A NodeManager that was started again may be there under its earlier port too.
        if (!node.getNodeState().isInactiveState()) {
          return false;
        }
        decommissioned |= node.getNodeState() == NodeState.DECOMMISSIONED;
      }
    }
    return decommissioned;
  }

  /**
   * The end of a container on the node, with what is known of that in the place of YARN's words.
   */
  ExitReport explain(NodeId node, ExitReport report) {
    NodeReport last = byHost.getOrDefault(node.getHost(), Map.of()).get(node);
    boolean serves = last == null || last.getNodeState() == NodeState.RUNNING;
    return serves || report.exitStatus() != ContainerExitStatus.ABORTED
        ? report
        : new ExitReport(report.exitStatus(), NodeStates.sentence(last), report.stderrTail());
  }
}
