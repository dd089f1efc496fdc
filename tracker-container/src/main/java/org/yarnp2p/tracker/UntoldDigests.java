package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Segments of one file of which ranks that hold them have still to tell the digest. */
final class UntoldDigests {
  /** By rank; none has an empty set. */
  private final Map<Integer, BitSet> untold = new HashMap<>();

  /** These are left for a rank to tell, and no others. */
  void expect(int rank, BitSet segments) {
    if (segments.isEmpty()) {
      untold.remove(rank);
    } else {
      untold.put(rank, segments);
    }
  }

  boolean isExpected(int rank, int segment) {
    BitSet rest = untold.get(rank);
    return rest != null && rest.get(segment);
  }

  void told(int rank, int segment) {
    BitSet rest = untold.get(rank);
    if (rest != null) {
      rest.clear(segment);
      expect(rank, rest);
    }
  }

  void forget(int rank) {
    untold.remove(rank);
  }

  boolean isEmpty() {
    return untold.isEmpty();
  }
}
