package org.yarnp2p.bench.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One receiver's progress.
 *
 * @param name of the receiver
 * @param seconds since the start, growing; at least one
 * @param percent of its bytes, at these times
 */
public record Track(String name, List<Double> seconds, List<Double> percent) {
  private static final double NANOS = 1e9;
  private static final double PERCENT = 100;

  /** Copies the lists. */
  public Track {
    seconds = List.copyOf(seconds);
    percent = List.copyOf(percent);
    if (seconds.size() != percent.size()) {
      throw new IllegalArgumentException(seconds.size() + " times, " + percent.size() + " values");
    }
  }

  /** When it ends, in seconds. */
  public double end() {
    return seconds.get(seconds.size() - 1);
  }

  /**
   * Percent at a time, on the straight line between the values around it; before the first and
   * after the last it stays the same.
   */
  public double at(double second) {
    int found = Collections.binarySearch(seconds, second);
    if (found >= 0) {
      return percent.get(found);
    }
    int after = -found - 1;
    if (after == 0 || after == seconds.size()) {
      return percent.get(after == 0 ? 0 : after - 1);
    }
    double before = seconds.get(after - 1);
    double share = (second - before) / (seconds.get(after) - before);
    return percent.get(after - 1) + share * (percent.get(after) - percent.get(after - 1));
  }

  /**
   * From nothing at the start to everything at the finish, by the samples between them.
   *
   * @param acquired bytes over time
   * @param startNanos on the clock of the samples
   * @param wantedBytes all of them
   */
  public static Track of(
      String name, Series acquired, long startNanos, long wantedBytes, double finishedSeconds) {
    List<Double> seconds = new ArrayList<>(List.of(0.0));
    List<Double> percent = new ArrayList<>(List.of(0.0));
    long[] times = acquired.times();
    double[] values = acquired.values();
    for (int i = 0; i < times.length; i++) {
      double second = (times[i] - startNanos) / NANOS;
      if (second > 0 && second < finishedSeconds && values[i] < wantedBytes) {
        seconds.add(second);
        percent.add(PERCENT * values[i] / wantedBytes);
      }
    }
    seconds.add(finishedSeconds);
    percent.add(PERCENT);
    return new Track(name, seconds, percent);
  }
}
