package org.yarnp2p.bench.sim;

import java.util.List;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;

/**
 * What the peers of a simulation share.
 *
 * @param peers all of them, in the order of their ranks
 * @param shape of the one file
 * @param digests of its segments
 */
record World(
    Strands strands,
    Network network,
    SimulatedTracker tracker,
    List<SimulatedPeer> peers,
    FileShape shape,
    List<Digest> digests) {
  SimulatedPeer peer(Rank rank) {
    return peer(rank.value() - 1);
  }

  SimulatedPeer peer(int host) {
    return peers.get(host);
  }
}
