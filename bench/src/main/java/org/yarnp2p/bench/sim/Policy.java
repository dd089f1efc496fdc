package org.yarnp2p.bench.sim;

import java.util.random.RandomGenerator;
import org.yarnp2p.peer.swarm.SlotCount;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.tracker.TrackerSettings;

/**
 * The product's settings, as a peer gets them from the configuration's defaults.
 *
 * @param uploadSlots peers that have a slot of a source at the same time
 * @param sending how many of them it sends to at the same time
 * @param turnNanos how long a slot is kept at least when others wait
 * @param idleNanos after which a slot that nobody uses goes to others
 * @param reportNanos for which a peer gathers what it tells the tracker
 * @param tracker what shapes the tracker's decisions
 * @param swarm bounds of the downloads
 */
record Policy(
    int uploadSlots,
    int sending,
    long turnNanos,
    long idleNanos,
    long reportNanos,
    TrackerSettings tracker,
    SwarmSettings swarm) {
  /** The defaults of p2p-default.xml. */
  static final Policy DEFAULT =
      new Policy(
          4,
          2,
          20_000_000,
          2_000_000_000,
          500_000_000,
          new TrackerSettings(20, 40, 4),
          new SwarmSettings(2, 4, 2, 1 << 16, 1 << 18, 32, 64L << 20, 2));

  UploadSlots slots(RandomGenerator random) {
    return new UploadSlots(new SlotCount(sending, uploadSlots), turnNanos, idleNanos, random);
  }
}
