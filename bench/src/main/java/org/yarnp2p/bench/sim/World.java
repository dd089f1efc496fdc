package org.yarnp2p.bench.sim;

import java.util.Map;
import org.yarnp2p.model.Rank;

/**
 * What the peers of a simulation share.
 *
 * @param peers all of them
 */
record World(
    VirtualTime time, Network network, SimulatedTracker tracker, Map<Rank, SimulatedPeer> peers) {}
