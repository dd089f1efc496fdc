package org.yarnp2p.appmaster;

import java.util.List;
import java.util.stream.Collectors;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.conf.P2pKeys;

/** What a person is told about a failure: who, where, what, and what to do. */
final class FailureText {
  private static final int MOST_RANKS = 10;

  private FailureText() {}

  /** A container has ended before it was done. */
  static String ended(RankSnapshot rank, ExitReport report) {
    return rank.whoAndWhere() + " " + report.describeTooEarly();
  }

  /** A container has said why it cannot go on; its own words name its rank and host. */
  static String failed(RankSnapshot rank, String message) {
    String words = message.strip();
    return rank.containerId() == null ? words : words + " [" + rank.containerId() + "]";
  }

  /** A container has not called for too long. */
  static String silent(RankSnapshot rank, long millis) {
    return rank.whoAndWhere()
        + " has not been heard of for "
        + seconds(millis)
        + ": its process hangs or its host cannot be reached (deadline "
        + P2pKeys.HEARTBEAT_TIMEOUT
        + ")";
  }

  /**
   * Containers have not come up in time.
   *
   * @param resources what was asked for and what there is
   */
  static String notUp(List<RankSnapshot> ranks, long millis, String resources) {
    List<RankSnapshot> missing = ranks.stream().filter(rank -> rank.endpoint() == null).toList();
    String names =
        missing.stream()
            .limit(MOST_RANKS)
            .map(FailureText::howFar)
            .collect(Collectors.joining(", "));
    int more = missing.size() - MOST_RANKS;
    return (ranks.size() - missing.size())
        + " of "
        + ranks.size()
        + " containers are up after "
        + seconds(millis)
        + "; missing: "
        + names
        + (more > 0 ? " and " + more + " more" : "")
        + ". "
        + resources;
  }

  /**
   * A node has not started its container in time.
   *
   * @param obstacle what YARN says of the node; may be empty
   */
  static String absent(RankSnapshot rank, long millis, String obstacle) {
    String what =
        rank.state() == RankState.LAUNCHED
            ? "its container was started, but not heard of within "
            : "it did not give a container within ";
    return what + seconds(millis) + " (--node-wait)" + (obstacle.isEmpty() ? "" : ": " + obstacle);
  }

  /** A node will not start its container. */
  static String decommissioned() {
    return "it gives no container any more: the node is decommissioned";
  }

  /** A container is up and does not join the swarm. */
  static String notJoined(RankSnapshot rank, long millis) {
    return "%s did not join the tracker within %s (%s); see its log"
        .formatted(rank.whoAndWhere(), seconds(millis), P2pKeys.GATE_TIMEOUT);
  }

  /** YARN wants the container for another application. */
  static String askedBack(RankSnapshot rank) {
    return rank.whoAndWhere() + " was given back: YARN had asked for it, for another application";
  }

  /** The swarm takes nothing from it any more, or it takes nothing from the others. */
  static String unfit(RankSnapshot rank) {
    return "%s spoils what it sends or receives, others say; look at the memory and network of its node"
        .formatted(rank.whoAndWhere());
  }

  private static String howFar(RankSnapshot rank) {
    return rank.whoAndWhere()
        + (rank.state() == RankState.LAUNCHED
            ? ", started but not heard of"
            : ", not given by the cluster");
  }

  /** A time for people. */
  static String seconds(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
