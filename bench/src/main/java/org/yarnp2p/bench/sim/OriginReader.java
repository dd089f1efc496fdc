package org.yarnp2p.bench.sim;

import java.util.List;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Outcome;

/**
 * What a simulated peer reads from the file's origin: from its own disk, one segment after the
 * other, if the file is stored there; else from one of the hosts that store it, over their links.
 */
final class OriginReader {
  private static final double NANOS = 1e9;

  private final SimulatedPeer owner;
  private final World world;
  private final Scenario scenario;
  private final RandomGenerator random;
  private final VirtualTime time;
  private long diskFreeAt;
  private long readBytes;

  OriginReader(SimulatedPeer owner, World world, Scenario scenario, RandomGenerator random) {
    this.owner = owner;
    this.world = world;
    this.scenario = scenario;
    this.random = random;
    time = world.strands().time(owner.host());
  }

  /** Bytes that have been read. */
  long readBytes() {
    return readBytes;
  }

  void read(Action.ReadOrigin read) {
    long bytes = world.shape().segmentLength(read.segment().segment());
    Runnable arrived = () -> arrived(read.request(), read.segment(), bytes);
    if (scenario.stores(owner.host())) {
      long takes = (long) (bytes / Scenario.DISK_RATE * NANOS);
      diskFreeAt = Math.max(time.now(), diskFreeAt) + takes;
      time.at(diskFreeAt, arrived);
    } else {
      int from = random.nextInt(scenario.stored());
      owner.message(
          world.peer(from),
          () -> world.network().send(from, owner.host(), bytes, 0, () -> {}, arrived));
    }
  }

  private void arrived(long request, SegmentRef segment, long bytes) {
    readBytes += bytes;
    owner.apply(
        List.of(
            owner.store(request, segment), new Event.RequestEnded(request, new Outcome.Done())));
  }
}
