package org.yarnp2p.peer.concurrent;

/**
 * How long to wait before a failed call is repeated: doubled with each failure in a row, within
 * bounds.
 *
 * @param leastMillis after the first failure, in ms, from 1
 * @param mostMillis in ms, not below the least
 */
public record Backoff(long leastMillis, long mostMillis) {
  private static final int MOST_DOUBLINGS = 20;

  /**
   * @throws IllegalArgumentException when a bound is out of range
   */
  public Backoff {
    if (leastMillis < 1 || mostMillis < leastMillis) {
      throw new IllegalArgumentException("backoff from " + leastMillis + " to " + mostMillis);
    }
  }

  /**
   * The time to wait, in ms.
   *
   * @param failures in a row, from 1
   */
  public long millis(int failures) {
    return Math.min(mostMillis, leastMillis << Math.min(failures - 1, MOST_DOUBLINGS));
  }
}
