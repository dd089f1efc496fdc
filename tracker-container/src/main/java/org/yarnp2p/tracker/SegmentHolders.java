package org.yarnp2p.tracker;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which ranks hold each segment of one file: a bit for each segment and rank. Adding is constant
 * time, removing a rank is linear in the segments. Not thread-safe.
 */
final class SegmentHolders {
  /** Null for a segment that nobody has held yet. */
  private BitSet[] bySegment = new BitSet[0];

  /** Makes room for more segments, which nobody holds yet. */
  void grow(int segments) {
    bySegment = Arrays.copyOf(bySegment, Math.max(segments, bySegment.length));
  }

  void add(int rank, int segment) {
    if (bySegment[segment] == null) {
      bySegment[segment] = new BitSet(rank + 1);
    }
    bySegment[segment].set(rank);
  }

  boolean holds(int rank, int segment) {
    return bySegment[segment] != null && bySegment[segment].get(rank);
  }

  boolean isHeld(int segment) {
    return bySegment[segment] != null && !bySegment[segment].isEmpty();
  }

  /** The first segment that nobody holds, or -1. */
  int firstUnheld() {
    for (int segment = 0; segment < bySegment.length; segment++) {
      if (!isHeld(segment)) {
        return segment;
      }
    }
    return -1;
  }

  /** Takes a rank from one segment. */
  void remove(int rank, int segment) {
    if (bySegment[segment] != null) {
      bySegment[segment].clear(rank);
    }
  }

  /** Takes a rank out; the result is the segments that nobody holds any more because of it. */
  BitSet remove(int rank) {
    BitSet orphaned = new BitSet(bySegment.length);
    for (int segment = 0; segment < bySegment.length; segment++) {
      if (holds(rank, segment)) {
        bySegment[segment].clear(rank);
        orphaned.set(segment, !isHeld(segment));
      }
    }
    return orphaned;
  }

  /** The ranks that hold a segment; the caller's own copy. */
  BitSet copy(int segment) {
    return isHeld(segment) ? (BitSet) bySegment[segment].clone() : new BitSet();
  }
}
