package org.yarnp2p.model;

import java.util.BitSet;
import java.util.StringJoiner;

/** Sets of numbers, for people. */
public final class Numbers {
  private Numbers() {}

  /** Runs are drawn together, for example {@code 2, 5-9}. */
  public static String of(BitSet set) {
    StringJoiner list = new StringJoiner(", ");
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from);
      list.add(to - from == 1 ? "" + from : from + "-" + (to - 1));
      from = set.nextSetBit(to);
    }
    return list.toString();
  }

  /** The same of indices, which people count from 1. */
  public static String fromOne(BitSet indices) {
    BitSet counted = new BitSet();
    indices.stream().forEach(index -> counted.set(index + 1));
    return of(counted);
  }
}
