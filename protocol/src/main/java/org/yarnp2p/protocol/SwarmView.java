package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.SegmentRef;

/**
 * What the tracker tells one peer about the swarm.
 *
 * @param version grows with every change that concerns the peer; from 1
 * @param phase of the swarm
 * @param neighbours the peers to exchange announcements and segments with; empty while GATHERING
 * @param failure why, when the phase is FAILED; else null
 * @param doubted segments that others got from this peer with wrong bytes: it is to hash its own
 *     copies again and to report that
 * @param lost ids of files that nobody can get any more who does not have them
 */
public record SwarmView(
    long version,
    SwarmPhase phase,
    List<Contact> neighbours,
    String failure,
    List<SegmentRef> doubted,
    List<Integer> lost) {
  /** Copies the lists. */
  public SwarmView {
    neighbours = List.copyOf(neighbours);
    doubted = List.copyOf(doubted);
    lost = List.copyOf(lost);
  }

  /** Of a swarm in which all is well. */
  public SwarmView(long version, SwarmPhase phase, List<Contact> neighbours, String failure) {
    this(version, phase, neighbours, failure, List.of(), List.of());
  }

  /** The same view under another version. */
  public SwarmView withVersion(long other) {
    return new SwarmView(other, phase, neighbours, failure, doubted, lost);
  }
}
