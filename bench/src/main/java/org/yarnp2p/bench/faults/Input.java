package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.SegmentRef;

/** What lives of the first holder find of its input on their nodes. */
final class Input {
  private final Swarm swarm;

  /** Files that are not there any more. */
  private final Set<Integer> gone = new HashSet<>();

  /** By disk, segments that have other bytes there. */
  private final Map<Disk, Set<SegmentRef>> altered = new HashMap<>();

  Input(Swarm swarm) {
    this.swarm = swarm;
  }

  /** A life finds it on a disk, and hashes it. */
  void lay(Disk disk) {
    Set<SegmentRef> other = altered.getOrDefault(disk, Set.of());
    swarm
        .content()
        .right()
        .forEach(
            (segment, digest) -> {
              if (!isGone(segment.file())) {
                disk.find(segment, other.contains(segment) ? Content.wrong(segment) : digest);
              }
            });
  }

  boolean isGone(int file) {
    return gone.contains(file);
  }

  /** One file is gone. */
  void lose() {
    gone.add(swarm.random().nextInt(swarm.content().files().size()));
  }

  /** One segment has other bytes on a disk from now on. */
  void alter(Disk disk) {
    List<SegmentRef> all = new ArrayList<>(swarm.content().right().keySet());
    altered
        .computeIfAbsent(disk, d -> new HashSet<>())
        .add(all.get(swarm.random().nextInt(all.size())));
  }
}
