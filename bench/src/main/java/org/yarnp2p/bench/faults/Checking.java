package org.yarnp2p.bench.faults;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Event;

/** A peer's look at its own copies of what others doubt. */
final class Checking {
  private static final long HASH_NANOS = 2_000_000L;

  private final Life owner;
  private final Set<SegmentRef> underWay = new HashSet<>();

  Checking(Life owner) {
    this.owner = owner;
  }

  /** Others have got these with wrong bytes. */
  void doubted(Collection<SegmentRef> segments) {
    List<SegmentRef> fresh = segments.stream().filter(underWay::add).toList();
    if (!fresh.isEmpty()) {
      // First the tracker has to know that they were held.
      owner
          .reporting()
          .settled(() -> owner.process().after(HASH_NANOS * fresh.size(), () -> check(fresh)));
    }
  }

  private void check(List<SegmentRef> segments) {
    List<SegmentRef> bad = segments.stream().filter(owner.disk()::isBad).toList();
    bad.forEach(owner.disk()::drop);
    if (!bad.isEmpty()) {
      owner.apply(new Event.Disowned(bad));
      owner.telling().introduceAgain();
    }
    owner.reporting().rechecked(segments, bad);
    owner.reporting().settled(() -> segments.forEach(underWay::remove));
  }
}
