package org.yarnp2p.tracker;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.SegmentRef;

/**
 * Segments that ranks are said to have sent with wrong bytes and of which they have still to hash
 * their own copies again. Not thread-safe.
 */
final class Doubts {
  private final Map<Integer, Set<SegmentRef>> open = new HashMap<>();

  /** Whether that is news. */
  boolean add(int rank, SegmentRef segment) {
    return open.computeIfAbsent(rank, r -> new LinkedHashSet<>()).add(segment);
  }

  /** The rank has hashed them again. */
  void settle(int rank, Collection<SegmentRef> segments) {
    Set<SegmentRef> left = open.get(rank);
    if (left != null) {
      segments.forEach(left::remove);
    }
  }

  List<SegmentRef> of(int rank) {
    return List.copyOf(open.getOrDefault(rank, Set.of()));
  }

  boolean isOpen(int rank, SegmentRef segment) {
    return open.getOrDefault(rank, Set.of()).contains(segment);
  }

  /** A life of a rank is over. */
  void forget(int rank) {
    open.remove(rank);
  }
}
