package org.yarnp2p.client.yarn;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.net.NetworkTopology;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.util.resource.Resources;
import org.yarnp2p.client.yarn.Cluster.Node;

/**
 * The nodes behind the registrations that the ResourceManager lists. A NodeManager without a fixed
 * port, which is YARN's default, is a new one for it after each restart: the earlier ones stay in
 * the list, as LOST or DECOMMISSIONED, or as RUNNING until their heartbeats are missed.
 */
final class Registrations {
  private static final Comparator<NodeReport> EARLIER =
      Comparator.comparingLong(NodeReport::getLastHealthReportTime);

  private Registrations() {}

  /**
   * One node for each name, as its latest registration has it, sorted by name.
   *
   * @param portInName whether the scheduler's names of nodes have the port, so that each
   *     registration is a node of its own
   */
  static List<Node> nodes(List<NodeReport> reports, boolean portInName) {
    Map<String, NodeReport> latest = new HashMap<>();
    for (NodeReport report : reports) {
      latest.merge(name(report, portInName), report, Registrations::later);
    }
    return latest.values().stream()
        .map(report -> node(report, portInName))
        .sorted(Comparator.comparing(Node::name))
        .toList();
  }

  private static NodeReport later(NodeReport one, NodeReport other) {
    return EARLIER.compare(one, other) > 0 ? one : other;
  }

  private static String name(NodeReport report, boolean portInName) {
    NodeId id = report.getNodeId();
    return portInName ? id.toString() : id.getHost();
  }

  private static Node node(NodeReport report, boolean portInName) {
    Resource all = Objects.requireNonNullElse(report.getCapability(), Resources.none());
    Resource used = Objects.requireNonNullElse(report.getUsed(), Resources.none());
    Set<String> labels = report.getNodeLabels();
    return new Node(
        name(report, portInName),
        report.getNodeId().getHost(),
        Objects.requireNonNullElse(report.getRackName(), NetworkTopology.DEFAULT_RACK),
        report.getNodeState(),
        labels == null ? Set.of() : Set.copyOf(labels),
        all.getMemorySize(),
        all.getVirtualCores(),
        Math.max(0, all.getMemorySize() - used.getMemorySize()),
        Math.max(0, all.getVirtualCores() - used.getVirtualCores()));
  }
}
