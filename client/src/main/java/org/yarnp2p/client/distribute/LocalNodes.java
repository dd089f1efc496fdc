package org.yarnp2p.client.distribute;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.net.NetworkTopology;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.yarnp2p.client.yarn.Cluster.Node;

/** Processes of one host in the place of nodes. */
final class LocalNodes {
  private LocalNodes() {}

  static List<Node> of(String host, int count) {
    Node process =
        new Node(host, host, NetworkTopology.DEFAULT_RACK, NodeState.RUNNING, Set.of(), 0, 0, 0, 0);
    return Collections.nCopies(count, process);
  }
}
