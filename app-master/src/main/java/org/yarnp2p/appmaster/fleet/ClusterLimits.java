package org.yarnp2p.appmaster.fleet;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.util.resource.Resources;
import org.yarnp2p.conf.P2pKeys;

/**
 * What the job has asked of the cluster, and how far the cluster may go. Thread-safe.
 *
 * @see YarnFleet#resources
 */
final class ClusterLimits {
  private final String queue;
  private final Resource largest;
  private final boolean coresCount;
  private final String patience;

  /** Of those that were asked for; null before. */
  private Resource smallest;

  private final Map<String, Integer> asked = new TreeMap<>(Comparator.reverseOrder());

  /**
   * @param queue of the application
   * @param largest container that the ResourceManager gives
   * @param coresCount whether its scheduler looks at cores, and not at memory alone
   * @param patience what a person sets for the job to wait longer
   */
  ClusterLimits(String queue, Resource largest, boolean coresCount, String patience) {
    this.queue = queue;
    this.largest = largest;
    this.coresCount = coresCount;
    this.patience = patience;
  }

  /** Why a container of this size will never come, if so. */
  Optional<String> refuse(LaunchSpec spec) {
    if (spec.memoryMb() > largest.getMemorySize()) {
      return Optional.of(
          tooLarge(
              spec, spec.kind().memoryKey(), YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB));
    }
    if (spec.vcores() > largest.getVirtualCores()) {
      return Optional.of(
          tooLarge(
              spec,
              spec.kind().vcoresKey(),
              YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_VCORES));
    }
    return Optional.empty();
  }

  private String tooLarge(LaunchSpec spec, String ours, String yarns) {
    return "the "
        + spec.kind()
        + " needs a container of "
        + spec.size()
        + ", but the largest that queue "
        + queue
        + " gives has "
        + size(largest)
        + "; lower "
        + ours
        + ", or let the cluster's administrator raise "
        + yarns;
  }

  /** Notes a request. */
  synchronized void asked(LaunchSpec spec) {
    asked.merge(spec.kind() + " with " + spec.size(), 1, Integer::sum);
    Resource size = Resource.newInstance(spec.memoryMb(), spec.vcores());
    smallest = smallest == null ? size : Resources.componentwiseMin(smallest, size);
  }

  /**
   * Requests and limits in sentences.
   *
   * @param nodes of the cluster
   * @param headroom what the application may still get; null when the ResourceManager has not said
   * @param application id
   */
  String describe(int nodes, Resource headroom, String application, Configuration conf) {
    return describe(nodes, headroom, QueueState.ask(queue, application, conf));
  }

  String describe(int nodes, Resource headroom, QueueState state) {
    String requests;
    String cause;
    synchronized (this) {
      requests =
          asked.entrySet().stream()
              .map(request -> request.getValue() + " x " + request.getKey())
              .collect(Collectors.joining(", "));
      cause = headroom == null || smallest == null ? "" : state.cause(fits(smallest, headroom));
    }
    return "Asked for in queue "
        + queue
        + ": "
        + requests
        + ". The cluster has "
        + (nodes == 1 ? "1 node" : nodes + " nodes")
        + ", of which this job may still get "
        + (headroom == null ? "an unknown share" : size(headroom))
        + "; its largest container is "
        + size(largest)
        + ". "
        + state.words()
        + cause
        + " Free resources, ask for less ("
        + P2pKeys.PEER_MEMORY_MB
        + ", "
        + P2pKeys.PEER_VCORES
        + ", fewer peers), or wait longer ("
        + patience
        + "). Jobs that each hold a part of what they need wait for each other in vain: let the"
        + " queue run fewer at once (max-parallel-apps, or maxRunningApps of the Fair Scheduler).";
  }

  private boolean fits(Resource container, Resource room) {
    return container.getMemorySize() <= room.getMemorySize()
        && (!coresCount || container.getVirtualCores() <= room.getVirtualCores());
  }

  private static String size(Resource resource) {
    int vcores = resource.getVirtualCores();
    return resource.getMemorySize() + " MiB and " + vcores + (vcores == 1 ? " vcore" : " vcores");
  }
}
