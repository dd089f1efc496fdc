package org.yarnp2p.peer.swarm;

import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/**
 * A peer to exchange with.
 *
 * @param member which life of which peer
 * @param distance 0 on the same host, 1 in the same rack, 2 elsewhere
 */
public record Neighbour(Member member, int distance) {
  /** Distance of a neighbour on the same host. */
  public static final int SAME_HOST = 0;

  /** Distance of a neighbour in the same rack. */
  public static final int SAME_RACK = 1;

  /** Distance of every other neighbour. */
  public static final int ELSEWHERE = 2;

  /** The first life of a peer. */
  public Neighbour(Rank rank, int distance) {
    this(new Member(rank, 1), distance);
  }

  /** Which peer. */
  public Rank rank() {
    return member.rank();
  }
}
