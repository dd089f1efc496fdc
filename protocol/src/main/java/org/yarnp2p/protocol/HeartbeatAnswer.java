package org.yarnp2p.protocol;

import java.util.Set;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * The ApplicationMaster's answer to a heartbeat.
 *
 * @param order what the container is to do
 * @param gone to the tracker only: all peers that nobody waits for any more
 * @param lost to the tracker only: of each peer that comes again its latest life that is over
 */
public record HeartbeatAnswer(Order order, Set<Rank> gone, Set<Member> lost) {
  /** Copies the sets. */
  public HeartbeatAnswer {
    gone = Set.copyOf(gone);
    lost = Set.copyOf(lost);
  }

  /** With nobody gone or lost. */
  public static HeartbeatAnswer of(Order order) {
    return new HeartbeatAnswer(order, Set.of(), Set.of());
  }
}
