package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Who reads which segments of one file from its origin; a file without one has nothing to read. Not
 * thread-safe.
 */
final class FileOrigin {
  private final int file;
  private final int segments;
  private final SegmentHolders holders;

  /** Null without an origin. */
  private final OriginClaims claims;

  /** Always told what has become of this one. */
  private final OpenOrigins open;

  private FileOrigin(
      int file, int segments, SegmentHolders holders, OriginClaims claims, OpenOrigins open) {
    this.file = file;
    this.segments = segments;
    this.holders = holders;
    this.claims = claims;
    this.open = open;
  }

  /**
   * Of a file that has one.
   *
   * @param file its id
   * @param segments of the file
   * @param holders of the file's segments
   * @param open told what is left to give, and what was given
   */
  static FileOrigin of(int file, int segments, SegmentHolders holders, OpenOrigins open) {
    FileOrigin origin = new FileOrigin(file, segments, holders, new OriginClaims(segments), open);
    origin.noteUnclaimed();
    return origin;
  }

  /** Of a file that can be had from its holders only. */
  static FileOrigin none() {
    return new FileOrigin(-1, 0, null, null, null);
  }

  /** Whether segments that nobody holds can be read from storage. */
  boolean exists() {
    return claims != null;
  }

  /** From now on it is known where the origin is; there must be one. */
  void place(Replicas replicas) {
    claims.place(replicas);
    open.placed(file);
  }

  /** Whether there is something to claim that has a replica on this host or in its rack. */
  boolean hasNear(String host) {
    return exists() && claims.hasNear(host);
  }

  /**
   * Whether there is something to claim that is near a host, or on none of the others'. A file of
   * one segment anybody may read: many such take many peers' time.
   */
  boolean hasFor(String host, Set<String> others) {
    return exists() && claims.hasFor(host, leftTo(others));
  }

  private Set<String> leftTo(Set<String> others) {
    return segments > 1 ? others : Set.of();
  }

  /**
   * Segments for a rank on a host to read, as {@link #hasFor} says; none when there is no origin.
   */
  List<Integer> claim(int rank, String host, int most, Set<String> others) {
    if (!exists()) {
      return List.of();
    }
    List<Integer> claimed = claims.claim(rank, host, most, leftTo(others));
    note(rank);
    return claimed;
  }

  /**
   * Gives a rank segments to read that it lacks and takes from none of their holders; none when
   * there is no origin. Linear in the segments.
   *
   * @param refused holders that it takes nothing from
   */
  List<Integer> claimRefused(int rank, IntPredicate refused, int most) {
    if (!exists()) {
      return List.of();
    }
    List<Integer> claimed =
        IntStream.range(0, segments)
            .filter(s -> holders.isHeld(s) && !holders.holds(rank, s))
            .filter(s -> isRefused(s, refused) && !claims.isGiven(s))
            .limit(most)
            .boxed()
            .toList();
    claimed.forEach(segment -> claims.give(rank, segment));
    note(rank);
    return claimed;
  }

  /**
   * What a rank was given to read, and nobody holds yet whom it takes it from.
   *
   * @param refused holders that it takes nothing from
   */
  List<Integer> outstanding(int rank, IntPredicate refused) {
    return exists()
        ? claims.outstanding(rank).stream().filter(s -> isRefused(s, refused)).toList()
        : List.of();
  }

  private boolean isRefused(int segment, IntPredicate refused) {
    return holders.copy(segment).stream().allMatch(refused);
  }

  /** What a rank has been given and has not read; a new set. */
  BitSet given(int rank) {
    return exists() ? claims.given(rank) : new BitSet();
  }

  /** A rank has been given a segment by an earlier life of the tracker. */
  void restore(int rank, int segment) {
    if (exists()) {
      claims.restore(rank, segment);
      note(rank);
    }
  }

  /** A rank cannot read a segment that it was given. */
  void giveBack(int rank, int segment) {
    if (exists()) {
      claims.giveBack(rank, segment, !holders.isHeld(segment));
      note(rank);
    }
  }

  /** A rank holds a segment now. */
  void held(int rank, int segment) {
    if (exists()) {
      claims.held(rank, segment);
      note(rank);
    }
  }

  /** A rank holds a segment no more. */
  void dropped(int segment) {
    if (exists() && !holders.isHeld(segment)) {
      claims.orphaned(segment);
      noteUnclaimed();
    }
  }

  /**
   * A rank is lost.
   *
   * @param orphaned what only it held
   */
  void release(int rank, BitSet orphaned) {
    if (exists()) {
      claims.release(rank, orphaned, holders::isHeld);
      note(rank);
    }
  }

  private void note(int rank) {
    noteUnclaimed();
    open.given(rank, file, claims.hasGiven(rank));
  }

  private void noteUnclaimed() {
    open.unclaimed(file, !claims.isExhausted());
  }
}
