package org.yarnp2p.peer.swarm;

import java.util.Collection;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * From whom next: the source from which the bytes are expected first; among about equals the nearer
 * one; among equally near ones by chance.
 */
final class SourceSelector {
  /** Expected times closer than this factor count as equal. */
  private static final double ABOUT_EQUAL = 1.25;

  private final int slots;
  private final int requestsPerSource;
  private final RandomGenerator random;

  SourceSelector(SwarmSettings settings, RandomGenerator random) {
    slots = settings.downloadSlots();
    requestsPerSource = settings.requestsPerSource();
    this.random = random;
  }

  /**
   * The source to ask now, or null when none can be asked.
   *
   * @param sources all neighbours
   * @param bytes size of the request to place
   * @param now in ns
   * @param useful whether a source holds something to ask for
   */
  Source select(Collection<Source> sources, long bytes, long now, Predicate<Source> useful) {
    int inUse = 0;
    double rates = 0;
    int measured = 0;
    for (Source source : sources) {
      inUse += source.outstanding() > 0 ? 1 : 0;
      if (source.rate() > 0) {
        rates += source.rate();
        measured++;
      }
    }
    double typicalRate = measured > 0 ? rates / measured : 0;
    Source best = null;
    double bestTime = 0;
    int equals = 0;
    for (Source source : sources) {
      boolean slot = source.outstanding() > 0 || inUse < slots;
      if (!slot
          || source.outstanding() >= requestsPerSource
          || !source.ready(now)
          || !useful.test(source)) {
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
