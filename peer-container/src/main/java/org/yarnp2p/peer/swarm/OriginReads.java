package org.yarnp2p.peer.swarm;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * What this peer reads from origins: the segments that the tracker has given it, and when to ask
 * for more. Files are asked for one after the other, beginning with a random one, so that peers
 * spread.
 */
final class OriginReads {
  private static final long RETRY_NANOS = 1_000_000_000L;

  private final int readers;
  private final int[] files;
  private final long[] notBefore;
  private final ArrayDeque<Integer> granted = new ArrayDeque<>();
  private int at;
  private boolean claiming;
  private int reading;
  private long pausedUntil = Long.MIN_VALUE;

  OriginReads(int readers, List<SwarmFile> files, RandomGenerator random) {
    this.readers = readers;
    this.files =
        files.stream().filter(f -> f.hasOrigin() && f.wanted()).mapToInt(SwarmFile::id).toArray();
    notBefore = new long[this.files.length];
    java.util.Arrays.fill(notBefore, Long.MIN_VALUE);
    at = this.files.length == 0 ? 0 : random.nextInt(this.files.length);
  }

  boolean any() {
    return files.length > 0;
  }

  /**
   * A segment to read now, or -1; it counts as being read until {@link #ended}.
   *
   * @param enough whether a segment need not be read, because it is here or comes from two others
   */
  int next(long now, IntPredicate enough) {
    while (reading < readers && now >= pausedUntil && !granted.isEmpty()) {
      int segment = granted.poll();
      if (!enough.test(segment)) {
        reading++;
        return segment;
      }
    }
    return -1;
  }

  /** A read is over; one that failed is tried again after a pause. */
  void ended(int segment, boolean failed, long now) {
    reading--;
    if (failed) {
      granted.addFirst(segment);
      pausedUntil = now + RETRY_NANOS;
    }
  }

  /**
   * The file to claim segments of now, or -1.
   *
   * @param needed whether the peer misses segments of a file that it could read
   */
  int claim(long now, IntPredicate needed) {
    if (claiming || granted.size() >= readers) {
      return -1;
    }
    for (int i = 0; i < files.length; i++) {
      int index = (at + i) % files.length;
      if (now >= notBefore[index] && needed.test(files[index])) {
        at = index;
        claiming = true;
        return files[index];
      }
    }
    return -1;
  }

  /** The answer to a claim. */
  void granted(List<Integer> segments, long now) {
    claiming = false;
    granted.addAll(segments);
    if (segments.isEmpty()) {
      notBefore[at] = now + RETRY_NANOS;
      at = (at + 1) % files.length;
    }
  }

  /**
   * When something may be possible that is not now, in ns; the largest value when nothing is due.
   */
  long wakeAt(long now) {
    long wake = Long.MAX_VALUE;
    for (long time : notBefore) {
      wake = time > now ? Math.min(wake, time) : wake;
    }
    return pausedUntil > now && !granted.isEmpty() ? Math.min(wake, pausedUntil) : wake;
  }
}
