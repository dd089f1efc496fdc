package org.yarnp2p.client.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.NetworkTopology;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.ContainerSizes;
import org.yarnp2p.client.submit.ContainerSizes.Size;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.Cluster.Queue;
import org.yarnp2p.client.yarn.Racks;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/** What the ResourceManager says. */
final class ClusterChecks {
  private final Configuration conf;
  private final Cluster cluster;

  ClusterChecks(Configuration conf, Cluster cluster) {
    this.conf = conf;
    this.cluster = cluster;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    try {
      Resource largest = cluster.newApplication().largest();
      findings.add(Finding.ok("ResourceManager", cluster.address() + " answers"));
      List<Node> nodes = cluster.nodes();
      findings.add(nodes(nodes));
      racks(nodes).ifPresent(findings::add);
      ContainerSizes sizes = ContainerSizes.of(conf);
      findings.add(largest(sizes, largest));
      findings.add(peers(sizes, nodes));
      findings.add(queue());
    } catch (IOException | YarnException e) {
      findings.add(
          Finding.fail(
              "ResourceManager",
              cluster.address() + ": " + Reason.of(e.getCause() == null ? e : e.getCause()),
              "start it, or set HADOOP_CONF_DIR to the cluster's configuration"));
    } catch (UsageException e) {
      // The check of this host has said so already.
      findings.add(Finding.fail("largest container", e.getMessage(), "change it in p2p-site.xml"));
    }
    return findings;
  }

  private static Finding nodes(List<Node> nodes) {
    long running = nodes.stream().filter(Node::running).count();
    String found = running + " of " + nodes.size() + " NodeManagers are RUNNING";
    if (running == 0) {
      return Finding.fail("nodes", found, "start NodeManagers, or look why they are not healthy");
    }
    List<Node> ill =
        nodes.stream()
            .filter(node -> List.of(NodeState.UNHEALTHY, NodeState.LOST).contains(node.state()))
            .toList();
    return ill.isEmpty()
        ? Finding.ok("nodes", found)
        : Finding.warn(
            "nodes",
            found
                + "; "
                + ill.stream()
                    .map(node -> node.name() + " is " + node.state())
                    .collect(Collectors.joining(", ")),
            "distributions go without them; often a disk is full");
  }

  /** Of nodes in one rack there is nothing to say. */
  private static Optional<Finding> racks(List<Node> nodes) {
    Racks racks = Racks.of(nodes.stream().filter(Node::running).toList());
    if (!racks.areSeveral()) {
      return Optional.empty();
    }
    List<Node> unknown = racks.unknown();
    return Optional.of(
        unknown.isEmpty()
            ? Finding.ok("racks", racks.describe())
            : Finding.warn(
                "racks",
                racks.describe()
                    + "; one of them is "
                    + NetworkTopology.DEFAULT_RACK
                    + ", such as for "
                    + unknown.get(0).name(),
                "name their racks in the topology of the ResourceManager, unless they are in one"
                    + " rack: they take each other for near"));
  }

  private static Finding largest(ContainerSizes sizes, Resource largest) {
    try {
      sizes.checkAgainst(largest);
      return Finding.ok(
          "largest container",
          largest.getMemorySize() + " MiB, " + largest.getVirtualCores() + " vcores: enough");
    } catch (UsageException e) {
      return Finding.fail(
          "largest container",
          e.getMessage(),
          "raise yarn.scheduler.maximum-allocation-mb (or -vcores), or lower the key");
    }
  }

  private static Finding peers(ContainerSizes sizes, List<Node> nodes) {
    if (nodes.stream().noneMatch(Node::running)) {
      return Finding.warn("room for a peer", "no node is RUNNING", "see nodes");
    }
    Size peer = sizes.sizes().get(sizes.sizes().size() - 1);
    List<String> small =
        nodes.stream()
            .filter(Node::running)
            .filter(node -> node.memoryMb() < peer.memoryMb() || node.vcores() < peer.vcores())
            .map(Node::name)
            .toList();
    return small.isEmpty()
        ? Finding.ok("room for a peer", "on every RUNNING node")
        : Finding.warn(
            "room for a peer",
            "too small: " + String.join(", ", small),
            "lower p2p.peer.memory.mb, or raise yarn.nodemanager.resource.memory-mb there");
  }

  private Finding queue() throws IOException, YarnException {
    String name = P2pConf.text(conf, P2pKeys.QUEUE);
    Optional<Queue> found = cluster.queue(name, Optional.empty());
    if (found.isEmpty()) {
      Optional<String> substitute = cluster.substitute(name);
      String missing = "YARN has no queue '" + name + "'";
      String remedy = "set p2p.queue to one of " + String.join(", ", cluster.queues());
      return substitute.isPresent()
          ? Finding.warn("queue", missing + " yet", substitute.get() + "; else " + remedy)
          : Finding.fail("queue", missing, remedy);
    }
    Queue queue = found.get();
    String called = queue.as(name);
    if (queue.parent()) {
      return Finding.fail(
          "queue",
          called + " has queues of its own, and applications go to these only",
          "set p2p.queue to one of " + String.join(", ", cluster.queues()));
    }
    OptionalLong free = queue.freeMemoryMb();
    String text = called + (free.isPresent() ? ", " + free.getAsLong() + " MiB free now" : "");
    if (!cluster.mayUse(queue)) {
      String user = UserGroupInformation.getCurrentUser().getShortUserName();
      return Finding.fail(
          "queue",
          called + " is not for you: " + user + " may not submit applications to it",
          "have its acl_submit_applications changed, or set p2p.queue to another");
    }
    return queue.running()
        ? Finding.ok("queue", text)
        : Finding.fail("queue", text + ", stopped", "start it, or set p2p.queue to another");
  }
}
