package org.yarnp2p.appmaster;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * Which nodes get no container for a while, because containers have failed there. When too many
 * nodes are bad the reason lies rather with the job, so only a share of the cluster is left out,
 * and never all of it. Not thread-safe.
 */
final class NodeHealth {
  private final int mostFailures;
  private final long exclusionMillis;
  private final int mostPercent;
  private final Map<String, Deque<Long>> failures = new HashMap<>();

  /** Until when each bad node is left out. */
  private final Map<String, Long> bad = new HashMap<>();

  /**
   * @param mostFailures on one node, each younger than the exclusion, that make it bad; from 1
   * @param exclusionMillis how long a node is left out
   * @param mostPercent of the cluster's nodes that may be left out, rounded up; 0 to 100
   */
  NodeHealth(int mostFailures, long exclusionMillis, int mostPercent) {
    this.mostFailures = mostFailures;
    this.exclusionMillis = exclusionMillis;
    this.mostPercent = mostPercent;
  }

  static NodeHealth from(Configuration conf) {
    return new NodeHealth(
        P2pConf.integer(conf, P2pKeys.NODE_MAX_FAILURES),
        P2pConf.millis(conf, P2pKeys.NODE_EXCLUSION),
        P2pConf.integer(conf, P2pKeys.NODE_EXCLUSION_PERCENT));
  }

  /** A container has failed on the node. */
  void failed(String node, long now) {
    Deque<Long> times = failures.computeIfAbsent(node, unused -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.peekFirst() > exclusionMillis) {
      times.removeFirst();
    }
    times.addLast(now);
    if (times.size() >= mostFailures) {
      unfit(node, now);
    }
  }

  /** The node is known to be at fault. */
  void unfit(String node, long now) {
    bad.put(node, now + exclusionMillis);
  }

  /**
   * The nodes that are left out now; when not all that are bad can be, those that failed last.
   *
   * @param nodes how many the cluster has
   */
  Set<String> excluded(int nodes, long now) {
    bad.values().removeIf(until -> until <= now);
    return bad.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most(nodes))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private long most(int nodes) {
    long share = ((long) nodes * mostPercent + 99) / 100;
    return Math.max(0, Math.min(share, nodes - 1L));
  }
}
