package org.yarnp2p.tracker;

import java.util.Arrays;
import java.util.BitSet;

/** Links between ranks, in both directions. Not thread-safe. */
final class Links {
  private final int[][] ends;
  private final int[] degrees;
  private BitSet touched = new BitSet();

  /**
   * @param peers ranks are 1..peers
   */
  Links(int peers) {
    ends = new int[peers + 1][];
    Arrays.fill(ends, new int[0]);
    degrees = new int[peers + 1];
  }

  int degree(int rank) {
    return degrees[rank];
  }

  /** The ranks that a rank is linked to, in the order of linking; the caller's own copy. */
  int[] of(int rank) {
    return Arrays.copyOf(ends[rank], degrees[rank]);
  }

  boolean linked(int a, int b) {
    int from = degrees[a] <= degrees[b] ? a : b;
    return indexOf(from, from == a ? b : a) >= 0;
  }

  private int indexOf(int from, int to) {
    for (int i = 0; i < degrees[from]; i++) {
      if (ends[from][i] == to) {
        return i;
      }
    }
    return -1;
  }

  /** How many of a rank's links lead into a set. */
  int count(int rank, BitSet into) {
    int count = 0;
    for (int i = 0; i < degrees[rank]; i++) {
      if (into.get(ends[rank][i])) {
        count++;
      }
    }
    return count;
  }

  /** Links two ranks; nothing happens when they are the same or linked. */
  boolean link(int a, int b) {
    if (a == b || linked(a, b)) {
      return false;
    }
    append(a, b);
    append(b, a);
    return true;
  }

  private void append(int from, int to) {
    if (degrees[from] == ends[from].length) {
      ends[from] = Arrays.copyOf(ends[from], Math.max(8, 2 * degrees[from]));
    }
    ends[from][degrees[from]++] = to;
    touched.set(from);
  }

  /** Takes away all links of a rank. */
  void unlink(int rank) {
    for (int neighbour : of(rank)) {
      int at = indexOf(neighbour, rank);
      int last = --degrees[neighbour];
      ends[neighbour][at] = ends[neighbour][last];
      touched.set(neighbour);
    }
    degrees[rank] = 0;
    touched.set(rank);
  }

  /** The ranks whose links have changed since the last call. */
  BitSet takeTouched() {
    BitSet taken = touched;
    touched = new BitSet();
    return taken;
  }
}
