package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which files have something that can still be given out to be read from their origin, and of which
 * files a rank was given something: so that a claim need not look at all files. Not thread-safe.
 */
final class OpenOrigins {
  private static final BitSet NOTHING = new BitSet();

  private final BitSet unclaimed = new BitSet();
  private final Map<Integer, BitSet> given = new HashMap<>();

  /** Whether something of a file is left to give. */
  void unclaimed(int file, boolean any) {
    unclaimed.set(file, any);
  }

  /** Whether a rank was given something of a file that it does not hold yet. */
  void given(int rank, int file, boolean any) {
    if (any) {
      given.computeIfAbsent(rank, r -> new BitSet()).set(file);
    } else if (given.containsKey(rank)) {
      BitSet files = given.get(rank);
      files.clear(file);
      if (files.isEmpty()) {
        given.remove(rank);
      }
    }
  }

  /**
   * The next file of which something is left to give.
   *
   * @param from the id to begin with
   * @param wanted whether a file will do
   * @return -1 when there is none
   */
  int nextUnclaimed(int from, IntPredicate wanted) {
    int file = unclaimed.nextSetBit(from);
    while (file >= 0 && !wanted.test(file)) {
      file = unclaimed.nextSetBit(file + 1);
    }
    return file;
  }

  /** Files of which a rank was given something that it does not hold yet, in order. */
  int[] given(int rank) {
    return given.getOrDefault(rank, NOTHING).stream().toArray();
  }
}
