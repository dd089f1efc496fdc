package org.yarnp2p.bench.swarm;

import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.bench.figures.Series;
import org.yarnp2p.bench.figures.Track;

/** Turns what was sampled of a rank into its progress since the gate. */
final class Tracks {
  private static final double NANOS = 1e9;
  private static final double PERCENT = 100;

  private Tracks() {}

  /**
   * A rank's progress: from nothing at the gate to everything at its finish, by the samples between
   * them.
   *
   * @param gateNanos when the gate opened, on the series' clock
   * @param wantedBytes all it wants
   */
  static Track of(
      String name, Series acquired, long gateNanos, long wantedBytes, double finishedSeconds) {
    List<Double> seconds = new ArrayList<>(List.of(0.0));
    List<Double> percent = new ArrayList<>(List.of(0.0));
    long[] times = acquired.times();
    double[] values = acquired.values();
    for (int i = 0; i < times.length; i++) {
      double second = (times[i] - gateNanos) / NANOS;
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
