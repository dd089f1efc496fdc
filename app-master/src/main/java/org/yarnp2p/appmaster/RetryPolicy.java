package org.yarnp2p.appmaster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.appmaster.Loss.Remedy;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Rank;

/**
 * Whether a lost rank gets another container. Failures are counted for each rank, and an old one
 * does not matter any more: a rank that fails once in a while is no reason to end a long job, one
 * that fails again and again is. Not thread-safe.
 */
final class RetryPolicy {
  private final int mostFailures;
  private final long validityMillis;
  private final Map<Rank, Deque<Long>> failures = new HashMap<>();

  /**
   * @param mostFailures of one rank within the validity that are its last, from 1
   * @param validityMillis how long a failure counts
   */
  RetryPolicy(int mostFailures, long validityMillis) {
    this.mostFailures = mostFailures;
    this.validityMillis = validityMillis;
  }

  static RetryPolicy from(Configuration conf) {
    return new RetryPolicy(
        P2pConf.integer(conf, P2pKeys.RANK_MAX_FAILURES),
        P2pConf.millis(conf, P2pKeys.RANK_FAILURES_VALIDITY));
  }

  /**
   * Notes a loss.
   *
   * @param otherNodes whether the rank could be on another node
   * @param now ms that only grow
   * @return empty when the rank should get another container; else the loss, and why it is the last
   */
  Optional<Loss> last(Rank rank, Loss loss, boolean otherNodes, long now) {
    if (loss.remedy() == Remedy.NONE) {
      return Optional.of(loss);
    }
    if (loss.remedy() == Remedy.OTHER_NODE && !otherNodes) {
      return Optional.of(loss.adding("; there is no other node for it"));
    }
    if (!loss.counts()) {
      return Optional.empty();
    }
    int count = count(rank, now);
    if (count < mostFailures) {
      return Optional.empty();
    }
    return Optional.of(
        mostFailures == 1
            ? loss
            : loss.adding(
                "; that was failure %d of %s within %s (%s)"
                    .formatted(
                        count,
                        rank,
                        FailureText.seconds(validityMillis),
                        P2pKeys.RANK_MAX_FAILURES)));
  }

  private int count(Rank rank, long now) {
    Deque<Long> times = failures.computeIfAbsent(rank, unused -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.peekFirst() > validityMillis) {
      times.removeFirst();
    }
    times.addLast(now);
    return times.size();
  }
}
