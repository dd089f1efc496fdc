package org.yarnp2p.bench.sim;

import java.util.random.RandomGenerator;
import org.yarnp2p.peer.swarm.SlotCount;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.peer.swarm.UploadSlots;

/**
 * The product's settings, as a peer gets them from the configuration's defaults.
 *
 * @param uploadSlots peers that have a slot of a source at the same time
 * @param sending how many of them it sends to at the same time
 * @param swarm bounds of the downloads
 */
record Policy(int uploadSlots, int sending, SwarmSettings swarm) {
  private static final long TURN_NANOS = 20_000_000;
  private static final long IDLE_NANOS = 2_000_000_000;

  /** The defaults of p2p-default.xml. */
  static final Policy DEFAULT =
      new Policy(4, 2, new SwarmSettings(2, 4, 2, 1 << 16, 1 << 18, 32, 64L << 20, 2));

  UploadSlots slots(RandomGenerator random) {
    return new UploadSlots(new SlotCount(sending, uploadSlots), TURN_NANOS, IDLE_NANOS, random);
  }
}
