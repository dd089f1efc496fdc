package org.yarnp2p.model;

import java.util.BitSet;
import java.util.StringJoiner;

/** Sets of numbers, for people. */
public final class Numbers {
  /** Runs in a sentence. */
  private static final int MOST_RUNS = 10;

  private Numbers() {}

  /** Runs are drawn together, for example {@code 2, 5-9}. */
  public static String of(BitSet set) {
    return list(set, Integer.MAX_VALUE);
  }

  /** For a sentence: of many runs the first, for example {@code 1, 3, 5 and 12 more}. */
  public static String brief(BitSet set) {
    return list(set, MOST_RUNS);
  }

  /** As {@link #of}, of indices, which people count from 1. */
  public static String fromOne(BitSet indices) {
    return of(counted(indices));
  }

  /** As {@link #brief}, of indices, which people count from 1. */
  public static String briefFromOne(BitSet indices) {
    return brief(counted(indices));
  }

  private static String list(BitSet set, int mostRuns) {
    StringJoiner list = new StringJoiner(", ");
    int from = set.nextSetBit(0);
    for (int runs = 0; from >= 0 && runs < mostRuns; runs++) {
      int to = set.nextClearBit(from);
      list.add(to - from == 1 ? "" + from : from + "-" + (to - 1));
      from = set.nextSetBit(to);
    }
    return from < 0
        ? list.toString()
        : list + " and " + set.get(from, set.length()).cardinality() + " more";
  }

  private static BitSet counted(BitSet indices) {
    BitSet counted = new BitSet();
    indices.stream().forEach(index -> counted.set(index + 1));
    return counted;
  }
}
