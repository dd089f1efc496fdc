package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Of which segments of one file ranks that hold it from their input have told the digest, or that
 * their bytes have gone bad. What a life of a rank has told stands for those that follow: one that
 * tells another digest has bytes that are not the file's any more, and lacks that segment. Not
 * thread-safe.
 */
final class InputDigests {
  /** By rank, over all its lives. */
  private final Map<Integer, BitSet> told = new HashMap<>();

  /** By rank, what its present life tells otherwise. */
  private final Map<Integer, BitSet> altered = new HashMap<>();

  /** A rank has told the digest that is known, be it to an earlier life of the tracker. */
  void tell(int rank, int segment) {
    told.computeIfAbsent(rank, r -> new BitSet()).set(segment);
  }

  /** Whether any life of a rank has told the digest that is known. */
  boolean hasTold(int rank, int segment) {
    return told.containsKey(rank) && told.get(rank).get(segment);
  }

  /** A rank that {@link #hasTold has told} it tells another. */
  void alter(int rank, int segment) {
    altered.computeIfAbsent(rank, r -> new BitSet()).set(segment);
  }

  /** Whether the present life of a rank has told another digest than an earlier one. */
  boolean isAltered(int rank, int segment) {
    return altered.containsKey(rank) && altered.get(rank).get(segment);
  }

  /** A rank has the segment as it was. */
  void mend(int rank, int segment) {
    if (isAltered(rank, segment)) {
      altered.get(rank).clear(segment);
    }
  }

  /** The present life of a rank is over. */
  void forget(int rank) {
    altered.remove(rank);
  }

  /**
   * Who has other bytes of any of these now than before, as the end of a sentence; may be empty.
   */
  String blame(BitSet segments) {
    BitSet ranks = new BitSet();
    for (Map.Entry<Integer, BitSet> one : altered.entrySet()) {
      if (one.getValue().intersects(segments)) {
        ranks.set(one.getKey());
      }
    }
    return ranks.isEmpty()
        ? ""
        : "; %s, started again, found other bytes there than before: see that disk, put the file right, and run the job again"
            .formatted(RankList.of(ranks));
  }
}
