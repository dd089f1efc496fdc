package org.yarnp2p.bench.figures;

import java.util.Arrays;

/**
 * A value that grows over time, sampled. Holds a bounded number of samples: when it is full, every
 * second one goes, and from then on only every second one is taken. Not thread-safe.
 */
public final class Series {
  private final long[] times;
  private final double[] values;
  private int size;
  private long offered;
  private long stride = 1;

  /**
   * @param capacity most samples held, from 2
   */
  public Series(int capacity) {
    if (capacity < 2) {
      throw new IllegalArgumentException("a series of " + capacity + " samples");
    }
    times = new long[capacity];
    values = new double[capacity];
  }

  /**
   * Offers a sample; it need not be taken.
   *
   * @param nanos later than all before
   */
  public void offer(long nanos, double value) {
    if (offered++ % stride != 0) {
      return;
    }
    if (size == times.length) {
      thin();
      if ((offered - 1) % stride != 0) {
        return;
      }
    }
    times[size] = nanos;
    values[size] = value;
    size++;
  }

  private void thin() {
    int kept = 0;
    for (int i = 0; i < size; i += 2) {
      times[kept] = times[i];
      values[kept] = values[i];
      kept++;
    }
    size = kept;
    stride *= 2;
  }

  /**
   * The value at a time, on the straight line between the samples around it; before the first
   * sample and after the last one it stays the same. 0 without any sample.
   */
  public double at(long nanos) {
    if (size == 0) {
      return 0;
    }
    int found = Arrays.binarySearch(times, 0, size, nanos);
    if (found >= 0) {
      return values[found];
    }
    int after = -found - 1;
    if (after == 0 || after == size) {
      return values[after == 0 ? 0 : size - 1];
    }
    int before = after - 1;
    double share = (double) (nanos - times[before]) / (times[after] - times[before]);
    return values[before] + share * (values[after] - values[before]);
  }

  /** Times of the samples held, ns. */
  public long[] times() {
    return Arrays.copyOf(times, size);
  }

  /** Their values. */
  public double[] values() {
    return Arrays.copyOf(values, size);
  }
}
