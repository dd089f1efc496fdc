package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.StringJoiner;

/** Writes sets of ranks for people. */
final class RankList {
  private RankList() {}

  /** For example {@code rank 3} or {@code ranks 2, 5-9}. */
  static String of(BitSet ranks) {
    StringJoiner list = new StringJoiner(", ");
    for (int from = ranks.nextSetBit(0); from >= 0; ) {
      int to = ranks.nextClearBit(from);
      list.add(to - from == 1 ? "" + from : from + "-" + (to - 1));
      from = ranks.nextSetBit(to);
    }
    return (ranks.cardinality() == 1 ? "rank " : "ranks ") + list;
  }
}
