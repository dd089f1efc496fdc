package org.yarnp2p.tracker;

import java.util.List;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.SwarmPhase;

/**
 * What a peer is to know of the swarm, before the tokens for its neighbours are made.
 *
 * @param endpoint where the peer itself listens
 * @param version grows with every change, from 1
 * @param phase of the swarm
 * @param neighbours ascending by rank; empty while GATHERING
 * @param failure null unless the phase is FAILED
 * @param doubted segments of which the peer is to hash its own copies again
 * @param lost ids of lost files
 */
public record PeerView(
    Endpoint endpoint,
    long version,
    SwarmPhase phase,
    List<Neighbour> neighbours,
    String failure,
    List<SegmentRef> doubted,
    List<Integer> lost) {
  /** Copies the lists. */
  public PeerView {
    neighbours = List.copyOf(neighbours);
    doubted = List.copyOf(doubted);
    lost = List.copyOf(lost);
  }

  /** Where a neighbour listens. */
  public record Neighbour(Member member, Endpoint endpoint) {}
}
