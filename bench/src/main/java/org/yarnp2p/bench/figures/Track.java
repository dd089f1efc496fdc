package org.yarnp2p.bench.figures;

import java.util.List;

/**
 * One receiver's progress.
 *
 * @param name of the receiver
 * @param seconds since the start, growing
 * @param percent of its bytes, at these times
 */
public record Track(String name, List<Double> seconds, List<Double> percent) {
  /** Copies the lists. */
  public Track {
    seconds = List.copyOf(seconds);
    percent = List.copyOf(percent);
    if (seconds.size() != percent.size()) {
      throw new IllegalArgumentException(seconds.size() + " times, " + percent.size() + " values");
    }
  }
}
