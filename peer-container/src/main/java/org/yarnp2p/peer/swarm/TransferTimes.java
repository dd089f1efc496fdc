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
  private double[] sorted = {};
  private int seen;

  void add(long bytes, long nanos) {
    if (bytes > 0) {
      nanosPerByte[seen++ % WINDOW] = (double) nanos / bytes;
      sorted = null;
    }
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
    if (sorted == null) {
      sorted = Arrays.copyOf(nanosPerByte, Math.min(seen, WINDOW));
      Arrays.sort(sorted);
    }
    return (long)
        (sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] * bytes);
  }
}
