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

  /** By rank, what its present life has found to be bad. */
  private final Map<Integer, BitSet> withdrawn = new HashMap<>();

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

  /** A rank has found that its bytes are not what was told. */
  void withdraw(int rank, int segment) {
    tell(rank, segment); // or has told it to an earlier life of the tracker
    withdrawn.computeIfAbsent(rank, r -> new BitSet()).set(segment);
  }

  /** A rank has the segment as it was. */
  void mend(int rank, int segment) {
    clear(altered.get(rank), segment);
    clear(withdrawn.get(rank), segment);
  }

  private static void clear(BitSet segments, int segment) {
    if (segments != null) {
      segments.clear(segment);
    }
  }

  /** The present life of a rank is over. */
  void forget(int rank) {
    altered.remove(rank);
    withdrawn.remove(rank);
  }

  /**
   * Who has not the bytes of any of these any more that it had, as the end of a sentence; may be
   * empty.
   */
  String blame(BitSet segments) {
    BitSet ranks = new BitSet();
    collect(altered, segments, ranks);
    collect(withdrawn, segments, ranks);
    return ranks.isEmpty()
        ? ""
        : "; %s found other bytes there than before: see that disk, put the file right, and run the job again"
            .formatted(RankList.of(ranks));
  }

  private static void collect(Map<Integer, BitSet> byRank, BitSet segments, BitSet ranks) {
    byRank.forEach((rank, lacks) -> ranks.set(rank, ranks.get(rank) || lacks.intersects(segments)));
  }
}
