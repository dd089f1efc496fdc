package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Which segment next: the rarest among the neighbours first, in random order among equally rare
 * ones. The random order is drawn once for each peer, so that two peers that see the same rarity
 * still ask for different segments. Costs one pass over the candidates.
 */
final class SegmentPicker {
  private final int[] holders;
  private final int[] order;

  /**
   * @param segments how many there are
   * @param random for the order among equals
   */
  SegmentPicker(int segments, RandomGenerator random) {
    holders = new int[segments];
    order = new int[segments];
    for (int i = 0; i < segments; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  /** One more neighbour holds these. */
  void gained(BitSet segments) {
    segments.stream().forEach(segment -> holders[segment]++);
  }

  /** One more neighbour holds this. */
  void gained(int segment) {
    holders[segment]++;
  }

  /** One neighbour fewer holds this. */
  void lost(int segment) {
    holders[segment]--;
  }

  /** One neighbour fewer holds these. */
  void lost(BitSet segments) {
    segments.stream().forEach(segment -> holders[segment]--);
  }

  /** How many neighbours hold the segment. */
  int holders(int segment) {
    return holders[segment];
  }

  /**
   * The next segment, or -1 when there is no candidate.
   *
   * @param candidates segments that may be asked for
   */
  int pick(BitSet candidates) {
    int best = -1;
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      if (best < 0 || before(i, best)) {
        best = i;
      }
    }
    return best;
  }

  /**
   * The next segments, in the order in which they should be had.
   *
   * @param candidates segments that may be asked for
   * @param most how many, from 1
   * @return empty when there is no candidate
   */
  List<Integer> pick(BitSet candidates, int most) {
    // Insertion into a short array: a heap of the best so far is no faster.
    long[] best = new long[Math.min(most, candidates.cardinality())];
    int[] segments = new int[best.length];
    int count = 0;
    for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
      long key = key(i);
      if (count < best.length || key < best[count - 1]) {
        int at = -Arrays.binarySearch(best, 0, count, key) - 1;
        int behind = Math.min(count, best.length - 1) - at;
        System.arraycopy(best, at, best, at + 1, behind);
        System.arraycopy(segments, at, segments, at + 1, behind);
        best[at] = key;
        segments[at] = i;
        count = Math.min(count + 1, best.length);
      }
    }
    List<Integer> picked = new ArrayList<>(count);
    for (int segment : segments) {
      picked.add(segment);
    }
    return picked;
  }

  /**
   * The next segment and, when it is small, further ones to ask for in the same request.
   *
   * @param candidates segments that may be asked for
   * @param length bytes of a segment
   * @param bundleBytes the request grows while its bytes stay within this
   * @param most segments in a request, from 1
   * @return empty when there is no candidate
   */
  List<Integer> pickBundle(BitSet candidates, IntUnaryOperator length, long bundleBytes, int most) {
    int firstPick = pick(candidates);
    if (firstPick < 0) {
      return List.of();
    }
    List<Integer> bundle = new ArrayList<>();
    bundle.add(firstPick);
    long room = bundleBytes - length.applyAsInt(firstPick);
    // Those after the first in number belong to the same file most of the time, which keeps the
    // disk's and the store's work together; rarity has decided where the bundle begins.
    for (int i = candidates.nextSetBit(firstPick + 1);
        i >= 0 && room > 0 && bundle.size() < most;
        i = candidates.nextSetBit(i + 1)) {
      int bytes = length.applyAsInt(i);
      if (bytes > room) {
        break;
      }
      if (holders[i] <= holders[firstPick]) {
        bundle.add(i);
        room -= Math.max(1, bytes);
      }
    }
    return bundle;
  }

  private boolean before(int one, int other) {
    return key(one) < key(other);
  }

  /** The smaller, the earlier; no two segments have the same. */
  private long key(int segment) {
    return (long) holders[segment] << Integer.SIZE | order[segment];
  }
}
