package org.yarnp2p.appmaster.fleet;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * On which node each rank's container is to be. The peers of a distribution have a node each, which
 * is asked for strictly: the schedulers honour that, with placement constraints switched on or off,
 * and a node that is full or gone delays its own rank only. All other containers may be anywhere.
 * Immutable.
 */
public final class Placement {
  private static final Priority PRIORITY = Priority.newInstance(0);
  private static final String STRICT =
      "one peer per node, by strict node requests, since every scheduler honours them";

  /** Where rank 1, 2, ... are to be; empty when they may be anywhere. */
  private final List<String> nodes;

  /** By the names of the nodes; empty when they are not known. */
  private final Map<String, String> racks;

  private final boolean portInName;

  private Placement(List<String> nodes, Map<String, String> racks, boolean portInName) {
    this.nodes = List.copyOf(nodes);
    this.racks = Map.copyOf(racks);
    this.portInName = portInName;
  }

  /**
   * As a job needs it.
   *
   * @param conf says which names the scheduler has for nodes
   */
  public static Placement of(JobPlan plan, Configuration conf) {
    boolean portInName =
        conf.getBoolean(
            YarnConfiguration.RM_SCHEDULER_INCLUDE_PORT_IN_NODE_NAME,
            YarnConfiguration.DEFAULT_RM_SCHEDULER_USE_PORT_FOR_NODE_NAME);
    Distribution distribution = plan.distribution();
    List<String> nodes = distribution == null ? List.of() : distribution.nodes();
    return new Placement(nodes, plan.racks(), portInName);
  }

  /** Every container where the scheduler likes. */
  static Placement anywhere() {
    return new Placement(List.of(), Map.of(), false);
  }

  /**
   * The request for a rank's container. A node has the name by which the scheduler knows it: its
   * host, or HOST:PORT where {@code yarn.scheduler.include-port-in-node-name} is set.
   *
   * @param near node that a rank prefers which may be anywhere; null for none
   */
  ContainerRequest request(Member member, LaunchSpec spec, String near) {
    ContainerRequest.ContainerRequestBuilder request =
        ContainerRequest.newBuilder()
            .capability(YarnLaunch.resource(spec))
            .priority(PRIORITY)
            .allocationRequestId(member.rank().value());
    String node = node(member.rank());
    if (node != null) {
      request.nodes(new String[] {node}).relaxLocality(false);
    } else if (near != null) {
      request.nodes(new String[] {near});
    }
    return request.build();
  }

  /** Settings for the client that sends these requests. */
  Configuration forRequests(Configuration conf) {
    return NodeRacks.use(racks, conf);
  }

  /** The node that a rank has to be on; null when it may be anywhere. */
  String node(Rank rank) {
    return nodes.isEmpty() || !rank.isPeer() ? null : nodes.get(rank.value() - 1);
  }

  /** Whether a container is where the rank that it is for has to be. */
  boolean isRight(Container container) {
    long rank = container.getAllocationRequestId();
    if (rank < 1 || rank > nodes.size()) {
      return true;
    }
    String wanted = nodes.get((int) rank - 1);
    NodeId node = container.getNodeId();
    return wanted.equals(node.getHost()) || wanted.equals(node.toString());
  }

  /** Where a container is: the name by which the scheduler knows its node. */
  String nameOf(Container container) {
    NodeId node = container.getNodeId();
    return portInName ? node.toString() : node.getHost();
  }

  /** What a person sets for the job to wait longer for a container that it cannot do without. */
  String patience() {
    return P2pKeys.CONTAINERS_TIMEOUT + (nodes.isEmpty() ? "" : ", or a --node-wait above it");
  }

  /** The way in which nodes are asked for, and why; null when none is. */
  String describe() {
    return nodes.isEmpty() ? null : STRICT;
  }
}
