package org.yarnp2p.peer.swarm;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * From whom next: the source from which the bytes are expected first; among about equals the idle
 * one, then the nearer one; among equally near ones by chance.
 */
final class SourceSelector {
  /** Expected times closer than this factor count as equal. */
  private static final double ABOUT_EQUAL = 1.25;

  /** A source is slow when it has less than this share of the typical rate. */
  private static final double SLOW = 0.25;

  private final RandomGenerator random;

  SourceSelector(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The source to ask now, or null when none can be asked.
   *
   * @param sources to choose from
   * @param bytes size of the request to place
   * @param useful whether a source may be asked and holds something to ask for
   */
  Source select(Collection<Source> sources, long bytes, Predicate<Source> useful) {
    double typicalRate = typicalRate(sources);
    Source best = null;
    double bestTime = 0;
    int equals = 0;
    for (Source source : sources) {
      if (!useful.test(source)) {
        continue;
      }
      double time = source.expectedNanos(bytes, typicalRate);
      int order = best == null ? -1 : compare(source, time, best, bestTime);
      equals = order < 0 ? 1 : order == 0 ? equals + 1 : equals;
      if (order < 0 || (order == 0 && random.nextInt(equals) == 0)) {
        best = source;
        bestTime = time;
      }
    }
    return best;
  }

  /** Sources with less than this are slow, in bytes in a ns. */
  double slowRate(Collection<Source> sources) {
    return SLOW * typicalRate(sources);
  }

  /** The median of the measured rates, in bytes in a ns; 0 when there is none. */
  private static double typicalRate(Collection<Source> sources) {
    double[] rates = new double[sources.size()];
    int measured = 0;
    for (Source source : sources) {
      if (source.rate() > 0) {
        rates[measured++] = source.rate();
      }
    }
    if (measured == 0) {
      return 0;
    }
    Arrays.sort(rates, 0, measured);
    return rates[measured / 2];
  }

  private static int compare(Source one, double oneTime, Source other, double otherTime) {
    if (oneTime * ABOUT_EQUAL < otherTime) {
      return -1;
    }
    if (otherTime * ABOUT_EQUAL < oneTime) {
      return 1;
    }
    // An idle source before one that already works for us: more links, more distinct segments.
    int byLoad = Integer.compare(one.outstanding(), other.outstanding());
    return byLoad != 0 ? byLoad : Integer.compare(one.distance, other.distance);
  }
}
