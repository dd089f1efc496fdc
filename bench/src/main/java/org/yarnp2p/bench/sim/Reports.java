package org.yarnp2p.bench.sim;

import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Report;

/** What a simulated peer tells the tracker of its segments: in batches, and at once at the end. */
final class Reports {
  private final SimulatedPeer owner;
  private final World world;
  private final long gatherNanos;
  private List<Acquired> unsent = new ArrayList<>();
  private boolean due;

  Reports(SimulatedPeer owner, World world, Policy policy) {
    this.owner = owner;
    this.world = world;
    gatherNanos = policy.reportNanos();
  }

  /** A segment is new. */
  void add(SegmentRef segment) {
    unsent.add(new Acquired(segment, world.digests().get(segment.segment())));
    if (!due) {
      due = true;
      world.strands().time(owner.host()).after(gatherNanos, this::send);
    }
  }

  /** Sends what is not sent yet, if there is any. */
  void send() {
    due = false;
    if (unsent.isEmpty() || owner.lost()) {
      return;
    }
    boolean complete = owner.complete();
    List<Integer> finished = complete ? List.of(SimulatedPeer.FILE) : List.of();
    Report report = new Report(unsent, finished, complete, List.of());
    unsent = new ArrayList<>();
    world.tracker().report(owner.member(), report);
  }
}
