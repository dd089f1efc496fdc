package org.yarnp2p.peer.swarm;

import java.util.BitSet;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;

/** What this peer knows of one life of a neighbour as a source. */
final class Source {
  private static final int STRIKES_TO_BAN = 2;
  private static final long FIRST_BACKOFF_NANOS = 100_000_000L;
  private static final long LONGEST_BACKOFF_NANOS = 5_000_000_000L;

  /** Weight of the newest measurement in the rate. */
  private static final double NEWEST = 0.3;

  final Rank rank;

  /** Which life of the rank. */
  final int incarnation;

  /** See {@link Neighbour}; another when it comes back from elsewhere. */
  int distance;

  /** What it holds of the segments that this peer knows. */
  final BitSet holds = new BitSet();

  /** What it does not hold yet and gets from farther away than this peer is, as it has said. */
  final BitSet coming = new BitSet();

  /**
   * Segments that it was said to hold, and that it did not name when it last said all that it
   * holds: it may have dropped them.
   */
  final BitSet doubted = new BitSet();

  /** Segments that it sent with wrong bytes. */
  final BitSet tainted = new BitSet();

  /** Files that it holds or wants. */
  final BitSet files = new BitSet();

  private Slot slot = Slot.NONE;

  /** Since when a slot has been waited for, over all answers that there is none; else no time. */
  private long waitsSince;

  private boolean waits;

  /** When it last said what it gets from afar. */
  private long foretoldAt = Long.MIN_VALUE / 2;

  private int outstanding;

  /** Those of the outstanding requests that take up a slot. */
  private int underSlot;

  private long outstandingBytes;
  private long notBeforeNanos = Long.MIN_VALUE;
  private int failures;
  private int strikes;
  private double bytesPerNano;
  private long lastEndedNanos = Long.MIN_VALUE;

  /** Where this peer stands with one of the source's upload slots. */
  enum Slot {
    /** Not wanted, or used up. */
    NONE,
    /** Asked for; the answer is awaited. */
    WANTED,
    /** Here: a request may be made. */
    CLEAR,
    /** A request is made under it; the source will say whether it may be followed by another. */
    ASKED
  }

  Source(Member member, int distance) {
    rank = member.rank();
    incarnation = member.incarnation();
    this.distance = distance;
  }

  Member member() {
    return new Member(rank, incarnation);
  }

  /** Whether it holds one of these with right bytes. */
  boolean offers(BitSet segments) {
    return tainted.isEmpty() ? holds.intersects(segments) : !offered(segments).isEmpty();
  }

  /** Those of these that it holds with right bytes; a new set. */
  BitSet offered(BitSet segments) {
    BitSet offered = (BitSet) segments.clone();
    offered.and(holds);
    offered.andNot(tainted);
    return offered;
  }

  Slot slot() {
    return slot;
  }

  void slot(Slot now) {
    slot = now;
    waits &= now == Slot.WANTED || now == Slot.NONE;
  }

  /** A slot is wanted from now on. */
  void wanted(long now) {
    slot = Slot.WANTED;
    if (!waits) {
      waits = true;
      waitsSince = now;
    }
  }

  /** Whether a slot is waited for. */
  boolean waits() {
    return waits;
  }

  /** Since when, in ns. */
  long waitsSince() {
    return waitsSince;
  }

  /** Whether a slot has been waited for so long, in ns. */
  boolean keepsWaiting(long now, long patience) {
    return waits && now - waitsSince >= patience;
  }

  /** It has said that it gets this from farther away than this peer is. */
  void foretold(int segment, long now) {
    foretoldAt = now;
    if (!holds.get(segment)) {
      coming.set(segment);
    }
  }

  /** When it last said so, in ns. */
  long foretoldAt() {
    return foretoldAt;
  }

  /** Requests that are not over. */
  int outstanding() {
    return outstanding;
  }

  /** Requests that take up a slot. */
  int underSlot() {
    return underSlot;
  }

  boolean banned() {
    return strikes >= STRIKES_TO_BAN;
  }

  /** Whether it may be asked at this time, apart from what is outstanding. */
  boolean ready(long now) {
    return !banned() && now >= notBeforeNanos;
  }

  /** Whether it has not answered lately. */
  boolean failing() {
    return failures > 0;
  }

  /** When it may be asked again, in ns; in the past when it is ready. */
  long notBefore() {
    return notBeforeNanos;
  }

  /** Bytes in a ns, measured; 0 before the first answer. */
  double rate() {
    return bytesPerNano;
  }

  /** Whether it has been measured, and has less than this, in bytes in a ns. */
  boolean slowerThan(double rate) {
    return bytesPerNano > 0 && bytesPerNano < rate;
  }

  /**
   * When this many bytes would be here, counted from now, in ns; by its measured rate, or by the
   * one given when there is none yet.
   */
  double expectedNanos(long bytes, double otherwise) {
    double rate = bytesPerNano > 0 ? bytesPerNano : otherwise;
    return rate > 0 ? (outstandingBytes + bytes) / rate : outstandingBytes;
  }

  void asked(long bytes, boolean takesSlot) {
    outstanding++;
    underSlot += takesSlot ? 1 : 0;
    outstandingBytes += bytes;
  }

  /** A request under a slot has come far enough to arrange the next. */
  void slotFreed() {
    underSlot--;
  }

  /** A request brings other than the expected bytes. */
  void rebound(long bytesMore) {
    outstandingBytes += bytesMore;
  }

  /** A request has ended, whatever the outcome. */
  void ended(long bytesAsked) {
    outstanding--;
    outstandingBytes -= bytesAsked;
  }

  /** A request has been answered with data. */
  void served(long bytes, long askedAt, long now) {
    failures = 0;
    // Requests that wait behind each other at the source do not make it slower.
    long since = Math.max(askedAt, lastEndedNanos);
    lastEndedNanos = now;
    if (bytes > 0 && now > since) {
      double measured = (double) bytes / (now - since);
      bytesPerNano =
          bytesPerNano == 0 ? measured : bytesPerNano + NEWEST * (measured - bytesPerNano);
    }
  }

  void busy(long untilNanos) {
    notBeforeNanos = Math.max(notBeforeNanos, untilNanos);
  }

  /** No answer: it is asked again later and later. */
  void failed(long now) {
    long backoff = FIRST_BACKOFF_NANOS << Math.min(failures++, 10);
    notBeforeNanos = now + Math.min(backoff, LONGEST_BACKOFF_NANOS);
  }

  /**
   * It is no neighbour now. What it holds must be heard anew when it comes back; what is under way
   * between it and this peer, and what it did wrong, stays.
   */
  void left() {
    holds.clear();
    coming.clear();
    doubted.clear();
    files.clear();
    slot = slot == Slot.CLEAR ? Slot.NONE : slot;
  }

  /**
   * Wrong bytes: nothing at all from it after the second time.
   *
   * @param elsewhere whether another neighbour holds the segment, so that this one is never asked
   *     for it again
   */
  void strike(int segment, boolean elsewhere) {
    tainted.set(segment, elsewhere);
    strikes++;
  }
}
