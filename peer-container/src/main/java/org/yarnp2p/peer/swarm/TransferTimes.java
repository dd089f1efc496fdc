package org.yarnp2p.peer.swarm;

import java.util.Arrays;

/**
 * How long this peer's requests have taken lately: a window of the last 128, in ns for a byte, so
 * that requests of different sizes compare.
 */
final class TransferTimes {
  private static final int WINDOW = 128;
  private static final int ENOUGH = 8;

  private final double[] nanosPerByte = new double[WINDOW];

  /** The same in their order: those that count are at the front. */
  private final double[] sorted = new double[WINDOW];

  private int seen;

  void add(long bytes, long nanos) {
    if (bytes > 0) {
      int kept = Math.min(seen, WINDOW);
      if (kept == WINDOW) {
        drop(nanosPerByte[seen % WINDOW]);
        kept--;
      }
      double added = (double) nanos / bytes;
      nanosPerByte[seen++ % WINDOW] = added;
      insert(added, kept);
    }
  }

  private void drop(double value) {
    int at = Arrays.binarySearch(sorted, value);
    System.arraycopy(sorted, at + 1, sorted, at, WINDOW - 1 - at);
  }

  private void insert(double value, int kept) {
    int found = Arrays.binarySearch(sorted, 0, kept, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, at, sorted, at + 1, kept - at);
    sorted[at] = value;
  }

  /** Whether there are enough requests to judge others by. */
  boolean known() {
    return seen >= ENOUGH;
  }

  /**
   * How long a request of this size takes at the most in this share of the cases, in ns.
   *
   * @param share 0 to 1, such as 0.95
   */
  long quantile(double share, long bytes) {
    int kept = Math.min(seen, WINDOW);
    return (long) (sorted[(int) Math.min(kept - 1L, (long) (share * kept))] * bytes);
  }
}
