package org.yarnp2p.appmaster.roster;

import java.util.List;
import org.yarnp2p.protocol.RankStatus;

/**
 * What an earlier attempt of the ApplicationMaster knew of a rank.
 *
 * @param incarnation of its latest container; 0 when it is not known
 * @param host where that was; null when it is not known
 * @param containerId of that; null when it is not known
 * @param status its last figures; what it has moved and refused is that of all its lives
 * @param former what the lives before the latest have moved and refused
 * @param exchangingAt see {@link RankSnapshot}
 * @param finishedAt likewise
 * @param losses likewise
 * @param lostContainers likewise
 */
public record RankPast(
    int incarnation,
    String host,
    String containerId,
    RankStatus status,
    RankStatus former,
    Long exchangingAt,
    Long finishedAt,
    List<String> losses,
    List<String> lostContainers) {
  /** Copies the lists. */
  public RankPast {
    losses = List.copyOf(losses);
    lostContainers = List.copyOf(lostContainers);
  }

  /** Of a rank of which no more than these figures is known. */
  static RankPast of(RankStatus status) {
    return new RankPast(
        0, null, null, status, RankStatus.starting(), null, null, List.of(), List.of());
  }
}
