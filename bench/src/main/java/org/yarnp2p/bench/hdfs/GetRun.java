package org.yarnp2p.bench.hdfs;

import java.util.List;
import org.yarnp2p.bench.figures.Track;

/**
 * How the hosts have got a file at once.
 *
 * @param finishedSeconds of the hosts 1, 2, ..., since all were told to begin
 * @param tracks each host's progress
 */
public record GetRun(List<Double> finishedSeconds, List<Track> tracks) {
  /** Copies the lists. */
  public GetRun {
    finishedSeconds = List.copyOf(finishedSeconds);
    tracks = List.copyOf(tracks);
  }

  /** Until the last host has the file. */
  public double makespanSeconds() {
    return finishedSeconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
