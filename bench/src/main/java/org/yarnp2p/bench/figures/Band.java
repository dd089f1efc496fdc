package org.yarnp2p.bench.figures;

import java.util.ArrayList;
import java.util.List;

/**
 * The progress of many receivers together: at each time the one that has least, the one in the
 * middle, and the one that has most.
 *
 * @param seconds since the start, growing
 * @param least percent at these times
 * @param median of an even number, the one with less
 * @param most percent at these times
 */
public record Band(
    List<Double> seconds, List<Double> least, List<Double> median, List<Double> most) {
  /** Copies the lists. */
  public Band {
    seconds = List.copyOf(seconds);
    least = List.copyOf(least);
    median = List.copyOf(median);
    most = List.copyOf(most);
  }

  /**
   * The band of all tracks, from the start to the end of the longest.
   *
   * @param tracks at least one
   * @param points how many times, from 2, at equal distances
   */
  public static Band of(List<Track> tracks, int points) {
    double end = tracks.stream().mapToDouble(Track::end).max().orElseThrow();
    List<Double> seconds = new ArrayList<>(points);
    List<Double> least = new ArrayList<>(points);
    List<Double> median = new ArrayList<>(points);
    List<Double> most = new ArrayList<>(points);
    for (int i = 0; i < points; i++) {
      double second = end * i / (points - 1);
      double[] percents = tracks.stream().mapToDouble(track -> track.at(second)).sorted().toArray();
      seconds.add(second);
      least.add(percents[0]);
      median.add(percents[(percents.length - 1) / 2]);
      most.add(percents[percents.length - 1]);
    }
    return new Band(seconds, least, median, most);
  }
}
