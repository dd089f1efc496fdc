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
 * @param leaving to the tracker only: lives of peers whose containers YARN asks back
 */
public record HeartbeatAnswer(Order order, Set<Rank> gone, Set<Member> lost, Set<Member> leaving) {
  /** Copies the sets. */
  public HeartbeatAnswer {
    gone = Set.copyOf(gone);
    lost = Set.copyOf(lost);
    leaving = Set.copyOf(leaving);
  }

  /** With nobody asked back. */
  public HeartbeatAnswer(Order order, Set<Rank> gone, Set<Member> lost) {
    this(order, gone, lost, Set.of());
  }

  /** The same with another order. */
  public HeartbeatAnswer with(Order another) {
    return new HeartbeatAnswer(another, gone, lost, leaving);
  }

  /** With nobody gone or lost. */
  public static HeartbeatAnswer of(Order order) {
    return new HeartbeatAnswer(order, Set.of(), Set.of());
  }
}
