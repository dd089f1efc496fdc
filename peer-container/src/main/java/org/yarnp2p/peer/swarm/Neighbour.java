package org.yarnp2p.peer.swarm;

import org.yarnp2p.model.Rank;

/**
 * A peer to exchange with.
 *
 * @param rank which peer
 * @param distance 0 on the same host, 1 in the same rack, 2 elsewhere
 */
public record Neighbour(Rank rank, int distance) {
  /** Distance of a neighbour on the same host. */
  public static final int SAME_HOST = 0;

  /** Distance of a neighbour in the same rack. */
  public static final int SAME_RACK = 1;

  /** Distance of every other neighbour. */
  public static final int ELSEWHERE = 2;
}
