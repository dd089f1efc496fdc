package org.yarnp2p.peer.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What this peer reads from origins: the segments that the tracker has given it, and when to ask
 * for more. Files of several segments come first, the largest at the front, so that all links are
 * busy with them while the many small files are read, each of which takes its time. Of the small
 * ones each peer begins with one drawn by chance, so that peers spread.
 */
final class OriginReads {
  private static final long RETRY_NANOS = 1_000_000_000L;

  private final int readers;
  private final int[] files;
  private final ArrayDeque<Integer> granted = new ArrayDeque<>();

  /** All that was ever granted. */
  private final BitSet seen = new BitSet();

  private int at;
  private boolean claiming;
  private int reading;
  private long pausedUntil = Long.MIN_VALUE;

  OriginReads(int readers, List<SwarmFile> files, RandomGenerator random) {
    this.readers = readers;
    List<SwarmFile> large = new ArrayList<>();
    List<SwarmFile> small = new ArrayList<>();
    files.stream()
        .filter(file -> file.hasOrigin() && file.wanted())
        .forEach(file -> (file.shape().segmentCount() > 1 ? large : small).add(file));
    large.sort(Comparator.comparingLong((SwarmFile file) -> file.shape().dataLength()).reversed());
    Collections.rotate(small, small.isEmpty() ? 0 : random.nextInt(small.size()));
    this.files = Stream.concat(large.stream(), small.stream()).mapToInt(SwarmFile::id).toArray();
  }

  boolean any() {
    return files.length > 0;
  }

  /**
   * A segment to read now, or -1; it counts as being read until {@link #ended}.
   *
   * @param enough whether a segment need not be read, because it is here or comes from two others
   */
  int next(IntPredicate enough) {
    while (reading < readers && !granted.isEmpty()) {
      int segment = granted.poll();
      if (!enough.test(segment)) {
        reading++;
        return segment;
      }
    }
    return -1;
  }

  /** A read is over; after one that failed nothing is claimed for a while, so that others may. */
  void ended(boolean failed, long now) {
    reading--;
    if (failed) {
      pausedUntil = now + RETRY_NANOS;
    }
  }

  /**
   * The file to begin a claim with now, or -1.
   *
   * @param needed whether the peer misses segments of a file that it could read
   */
  int claim(long now, IntPredicate needed) {
    if (claiming || granted.size() >= readers || now < pausedUntil) {
      return -1;
    }
    for (int i = 0; i < files.length; i++) {
      int index = (at + i) % files.length;
      if (needed.test(files[index])) {
        at = index;
        claiming = true;
        return files[index];
      }
    }
    return -1;
  }

  /** Whether a segment is granted and not yet being read. */
  boolean waits(int segment) {
    return granted.contains(segment);
  }

  /**
   * The answer to a claim. Without anything that was never granted before, the next claim waits a
   * while: the tracker repeats what it has given to this peer when nothing else is left.
   *
   * @param segments that this peer is to read, of use or not
   * @param toRead those that it reads because of this answer
   */
  void granted(List<Integer> segments, List<Integer> toRead, long now) {
    claiming = false;
    granted.addAll(toRead);
    boolean news = segments.stream().anyMatch(segment -> !seen.get(segment));
    segments.forEach(seen::set);
    if (!news) {
      pausedUntil = now + RETRY_NANOS;
    }
  }

  /**
   * When something may be possible that is not now, in ns; the largest value when nothing is due.
   */
  long wakeAt(long now) {
    return pausedUntil > now ? pausedUntil : Long.MAX_VALUE;
  }
}
