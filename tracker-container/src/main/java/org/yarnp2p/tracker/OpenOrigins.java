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

  /** Of which it is known where they are, whether something is left or not. */
  private final BitSet placed = new BitSet();

  /** Those of {@link #unclaimed} that are {@link #placed}. */
  private final BitSet unclaimedPlaced = new BitSet();

  private final Map<Integer, BitSet> given = new HashMap<>();

  /** Whether something of a file is left to give. */
  void unclaimed(int file, boolean any) {
    unclaimed.set(file, any);
    unclaimedPlaced.set(file, any && placed.get(file));
  }

  /** It is known where a file is. */
  void placed(int file) {
    placed.set(file);
    unclaimedPlaced.set(file, unclaimed.get(file));
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
    return next(unclaimed, from, wanted);
  }

  /** The same of files of which it is known where they are: no other is near anybody. */
  int nextPlaced(int from, IntPredicate wanted) {
    return next(unclaimedPlaced, from, wanted);
  }

  private static int next(BitSet files, int from, IntPredicate wanted) {
    int file = files.nextSetBit(from);
    while (file >= 0 && !wanted.test(file)) {
      file = files.nextSetBit(file + 1);
    }
    return file;
  }

  /** Files of which a rank was given something that it does not hold yet, in order. */
  int[] given(int rank) {
    return given.getOrDefault(rank, NOTHING).stream().toArray();
  }
}
