package org.yarnp2p.tracker;

import java.util.BitSet;
import org.yarnp2p.model.Numbers;

/** Writes sets of ranks for people. */
final class RankList {
  private RankList() {}

  /** For example {@code rank 3} or {@code ranks 2, 5-9}. */
  static String of(BitSet ranks) {
    return (ranks.cardinality() == 1 ? "rank " : "ranks ") + Numbers.brief(ranks);
  }
}
