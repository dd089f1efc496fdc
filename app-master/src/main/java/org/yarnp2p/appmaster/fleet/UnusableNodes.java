package org.yarnp2p.appmaster.fleet;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;

/**
 * Why nodes do not serve. YARN says of the containers that it takes away with a node only that it
 * was lost, be it unhealthy, decommissioned, or silent. Thread-safe.
 */
final class UnusableNodes {
  private final Map<NodeId, String> reasons = new ConcurrentHashMap<>();

  /** The ResourceManager tells of a change. */
  void heard(NodeReport node) {
    if (node.getNodeState() == NodeState.RUNNING) {
      reasons.remove(node.getNodeId());
    } else {
      reasons.put(node.getNodeId(), NodeStates.sentence(node));
    }
  }

  /**
   * The end of a container on the node, with what is known of that in the place of YARN's words.
   */
  ExitReport explain(NodeId node, ExitReport report) {
    String reason = reasons.get(node);
    return reason == null || report.exitStatus() != ContainerExitStatus.ABORTED
        ? report
        : new ExitReport(report.exitStatus(), reason, report.stderrTail());
  }
}
