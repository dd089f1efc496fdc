package org.yarnp2p.appmaster.roster;

import java.util.List;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/**
 * What is known of a rank at one moment.
 *
 * @param rank which
 * @param incarnation of its latest container; 0 before the first is asked for
 * @param state how far that container has come
 * @param ended whether its process is over
 * @param host where it runs; null before it is launched
 * @param containerId YARN's, or the process id without a cluster; null before it is launched
 * @param endpoint where it listens; null before it has registered
 * @param status its latest figures; what its rank has moved and refused is that of all its lives
 * @param exchangingAt when it began to exchange, on the roster's clock, ms; null before
 * @param finishedAt when it had all it wanted, likewise
 * @param heardAt when it last called, on the roster's clock, ms; 0 before it has registered
 * @param former of its lives before the latest, all that they have moved and refused
 * @param reason why the job goes on without it; null when it does not
 * @param losses why each of its earlier containers was lost, the first one first
 * @param lostContainers the ids of these, of those that were launched
 */
public record RankSnapshot(
    Rank rank,
    int incarnation,
    RankState state,
    boolean ended,
    String host,
    String containerId,
    Endpoint endpoint,
    RankStatus status,
    Long exchangingAt,
    Long finishedAt,
    long heardAt,
    RankStatus former,
    String reason,
    List<String> losses,
    List<String> lostContainers) {

  /**
   * This life of the rank.
   *
   * @throws IllegalArgumentException before its first container is asked for
   */
  public Member member() {
    return new Member(rank, incarnation);
  }

  /** Whether the job goes on without the rank. */
  public boolean isGivenUp() {
    return reason != null;
  }

  /** Whether the rank has all that it wanted, be it lost since. */
  public boolean hasEverything() {
    return state == RankState.DONE
        || status.phase() == RankPhase.COMPLETE
        || status.phase() == RankPhase.LEFT;
  }

  /** Whether the container has registered and its process goes on. */
  public boolean isUp() {
    return endpoint != null && !ended;
  }

  /**
   * The rank and where to find it, for messages: {@code rank 3 on node1 (container_..._000004)}.
   */
  public String whoAndWhere() {
    String who = incarnation > 1 ? member().toString() : rank.toString();
    return host == null ? who : who + " on " + host + " (" + containerId + ")";
  }
}
