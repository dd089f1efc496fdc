package org.yarnp2p.tracker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Which peer reads which segment of one file's origin. A segment is given to one peer at a time and
 * never when a peer holds it. Free segments with a replica near the claimer come first. Each
 * claimer reads on where it left off; one that cannot starts anew in the longest run of such
 * segments: at its beginning when nobody else reads towards it, else in its middle, so the
 * claimers' ranges stay apart. Not thread-safe.
 */
final class OriginClaims {
  /** Neither held by a peer nor given to one. */
  private final BitSet free;

  /** The segment after the last one given, of every claimer. */
  private final BitSet cursors = new BitSet();

  private final Map<Integer, Claimer> claimers = new HashMap<>();

  private Replicas replicas = Replicas.UNKNOWN;

  private static final class Claimer {
    int cursor = -1;
    final BitSet given = new BitSet();
  }

  OriginClaims(int segments) {
    free = new BitSet(segments);
    free.set(0, segments);
  }

  /** From now on it is known where the origin is. */
  void place(Replicas found) {
    replicas = found;
  }

  /** Whether a segment is left to give that has a replica on this host or in its rack. */
  boolean hasNear(String host) {
    return replicas.isNear(host, free);
  }

  /** Whether a segment is left to give that is near a host, or on none of the others'. */
  boolean hasFor(String host, Set<String> others) {
    return !replicas.nearest(host, free, others).isEmpty();
  }

  /**
   * Gives segments to a rank.
   *
   * @param host where it runs
   * @param most the largest number to give, from 1
   * @param others hosts whose peers come first, where it is not near itself
   * @return empty when none is left to read, or what is left is on others' hosts
   */
  List<Integer> claim(int rank, String host, int most, Set<String> others) {
    List<Integer> claimed = new ArrayList<>();
    BitSet from = replicas.nearest(host, free, others);
    while (claimed.size() < most && !from.isEmpty()) {
      Claimer claimer = claimers.computeIfAbsent(rank, r -> new Claimer());
      boolean readsOn = claimer.cursor >= 0 && from.get(claimer.cursor);
      int segment = readsOn ? claimer.cursor : startOfNewRange(from);
      free.clear(segment);
      claimer.given.set(segment);
      claimed.add(segment);
      moveCursor(claimer, segment + 1);
      from = replicas.nearest(host, free, others);
    }
    return claimed;
  }

  /** What a rank was given and does not hold yet. */
  List<Integer> outstanding(int rank) {
    Claimer claimer = claimers.get(rank);
    return claimer == null ? List.of() : claimer.given.stream().boxed().toList();
  }

  private void moveCursor(Claimer claimer, int to) {
    if (claimer.cursor >= 0) {
      cursors.clear(claimer.cursor);
    }
    claimer.cursor = to;
    cursors.set(to);
  }

  private int startOfNewRange(BitSet near) {
    int longest = 0;
    int start = -1;
    int from = near.nextSetBit(0);
    while (from >= 0) {
      int to = near.nextClearBit(from);
      if (to - from > longest) {
        longest = to - from;
        start = from;
      }
      from = near.nextSetBit(to);
    }
    return cursors.get(start) ? start + longest / 2 : start;
  }

  /** A rank holds a segment now, whether it read it or got it from a peer. */
  void held(int rank, int segment) {
    free.clear(segment);
    Claimer claimer = claimers.get(rank);
    if (claimer != null) {
      claimer.given.clear(segment);
    }
  }

  /** Whether nothing is left to give at this time. */
  boolean isExhausted() {
    return free.isEmpty();
  }

  /**
   * A rank cannot read what it was given.
   *
   * @param again whether it is still to be read, by whoever asks next
   */
  void giveBack(int rank, int segment, boolean again) {
    Claimer claimer = claimers.get(rank);
    if (claimer != null && claimer.given.get(segment)) {
      claimer.given.clear(segment);
      free.set(segment, again);
    }
  }

  /** Whether a rank was given something that it does not hold yet. */
  boolean hasGiven(int rank) {
    Claimer claimer = claimers.get(rank);
    return claimer != null && !claimer.given.isEmpty();
  }

  /** Whether somebody is to read a segment. */
  boolean isGiven(int segment) {
    return claimers.values().stream().anyMatch(claimer -> claimer.given.get(segment));
  }

  /** A rank is to read a segment that others hold. */
  void give(int rank, int segment) {
    claimers.computeIfAbsent(rank, r -> new Claimer()).given.set(segment);
  }

  /** A rank has been given a segment by an earlier life of the tracker. */
  void restore(int rank, int segment) {
    if (free.get(segment)) {
      free.clear(segment);
      claimers.computeIfAbsent(rank, r -> new Claimer()).given.set(segment);
    }
  }

  /** What a rank has been given and has not read; a new set. */
  BitSet given(int rank) {
    Claimer claimer = claimers.get(rank);
    return claimer == null ? new BitSet() : (BitSet) claimer.given.clone();
  }

  /** A segment that was held is held by nobody any more. */
  void orphaned(int segment) {
    if (!isGiven(segment)) {
      free.set(segment);
    }
  }

  /**
   * A rank is lost: what it was given and what it alone held can be claimed again.
   *
   * @param orphaned segments that nobody holds any more because of it
   * @param held whether a living rank holds a segment
   */
  void release(int rank, BitSet orphaned, IntPredicate held) {
    Claimer gone = claimers.remove(rank);
    if (gone != null) {
      if (gone.cursor >= 0) {
        cursors.clear(gone.cursor);
      }
      gone.given.stream().filter(segment -> !held.test(segment)).forEach(free::set);
    }
    BitSet claimable = (BitSet) orphaned.clone();
    claimers.values().forEach(claimer -> claimable.andNot(claimer.given));
    free.or(claimable);
  }
}
