package org.yarnp2p.protocol;

import java.util.List;

/**
 * What the tracker tells one peer about the swarm.
 *
 * @param version grows with every change that concerns the peer; from 1
 * @param phase of the swarm
 * @param neighbours the peers to exchange announcements and segments with; empty while GATHERING
 * @param failure why, when the phase is FAILED; else null
 */
public record SwarmView(long version, SwarmPhase phase, List<Contact> neighbours, String failure) {
  /** Copies the list. */
  public SwarmView {
    neighbours = List.copyOf(neighbours);
  }
}
