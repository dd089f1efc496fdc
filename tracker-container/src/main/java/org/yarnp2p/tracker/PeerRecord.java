package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;

/**
 * What the tracker knows of one peer. Whether it is present, ready, complete or has left is set by
 * {@link Membership} only, which counts such peers. Not thread-safe.
 */
final class PeerRecord {
  private final Rank rank;
  private int incarnation;

  /** The latest life that is over for the ApplicationMaster; 0 for none. */
  private int over;

  private Endpoint endpoint;

  /** Ids of the files that the first life held from its input, ascending. */
  private List<Integer> input = List.of();

  private List<Integer> held = List.of();
  private List<Integer> wanted = List.of();
  private List<Integer> files = List.of();

  /** Those of {@link #files}. */
  private final BitSet fileIds = new BitSet();

  private List<Holding> acquired = List.of();
  private List<SegmentRef> claimed = List.of();
  private final BitSet finished = new BitSet();

  /** The number of the latest report of this life, and what was refused of it. */
  private long report;

  private List<SegmentRef> refused = List.of();
  private boolean present;
  private boolean ready;
  private boolean complete;
  private boolean left;
  private boolean givenUp;

  PeerRecord(Rank rank) {
    this.rank = rank;
  }

  /** Takes over a join; figures of an earlier life are forgotten. */
  void enter(JoinRequest request) {
    boolean hasJoined = hasJoined();
    if (!isLife(request.member())) {
      incarnation = request.member().incarnation();
      finished.clear();
      took(0, List.of());
      ready = false;
      complete = false;
      left = false;
    }
    endpoint = request.endpoint();
    input = hasJoined ? input : heldIds(request);
    held = heldIds(request);
    wanted = wantedIds(request);
    files = Stream.concat(held.stream(), wanted.stream()).sorted().distinct().toList();
    fileIds.clear();
    files.forEach(fileIds::set);
    acquired = request.acquired();
    claimed = request.claimed();
    present = true;
  }

  /** A report with a number has been taken. */
  void took(long number, List<SegmentRef> itsRefused) {
    report = number;
    refused = itsRefused;
  }

  /**
   * What was refused of a report that has come before; of one that a later one has followed
   * nothing, since nobody waits for the answer. Empty when it has not come yet.
   *
   * @param number 0 for a report without one, of which nobody knows
   */
  Optional<List<SegmentRef>> refusedOf(long number) {
    if (number == 0 || number > report) {
      return Optional.empty();
    }
    return Optional.of(number == report ? refused : List.of());
  }

  private static List<Integer> heldIds(JoinRequest request) {
    return request.held().stream().map(HeldFile::file).sorted().toList();
  }

  private static List<Integer> wantedIds(JoinRequest request) {
    return request.wanted().stream().sorted().toList();
  }

  /** Whether any life of the rank has joined, be it lost by now. */
  boolean hasJoined() {
    return incarnation > 0;
  }

  boolean isLife(Member member) {
    return incarnation == member.incarnation();
  }

  /** A life is over, with those before it, whether it has joined or not. */
  void end(Member life) {
    over = Math.max(over, life.incarnation());
  }

  /** The latest incarnation that is over; 0 for none. */
  int over() {
    return over;
  }

  /** Whether a join names the files of those before; a later life may hold fewer than the first. */
  boolean namesSameFiles(JoinRequest request) {
    List<Integer> named = heldIds(request);
    return wanted.equals(wantedIds(request))
        && (isLife(request.member()) ? held.equals(named) : input.containsAll(named));
  }

  Rank rank() {
    return rank;
  }

  /** The life that joined last; there must be one. */
  Member member() {
    return new Member(rank, incarnation);
  }

  /** Where it listens; null before it has joined. */
  Endpoint endpoint() {
    return endpoint;
  }

  /** Ids of the files it wants, ascending. */
  List<Integer> wanted() {
    return wanted;
  }

  /** Ids of the files it holds or wants, ascending. */
  List<Integer> files() {
    return files;
  }

  /** Whether it holds or wants a file. */
  boolean hasFile(int file) {
    return fileIds.get(file);
  }

  /** Segments of wanted files that it had when it joined. */
  List<Holding> acquired() {
    return acquired;
  }

  /** Segments that it was to read from origins when it joined. */
  List<SegmentRef> claimed() {
    return claimed;
  }

  /** Ids of the wanted files whose output is written. */
  BitSet finished() {
    return finished;
  }

  /** Joined and not lost. */
  boolean isPresent() {
    return present;
  }

  void setAbsent() {
    present = false;
  }

  /** Has met its neighbours. */
  boolean isReady() {
    return ready;
  }

  void setReady() {
    ready = true;
  }

  /** Has written all that it wanted. */
  boolean isComplete() {
    return complete;
  }

  void setComplete() {
    complete = true;
  }

  void setIncomplete() {
    complete = false;
  }

  /** Whether the job goes on without it. */
  boolean isGivenUp() {
    return givenUp;
  }

  void giveUp() {
    givenUp = true;
  }

  boolean hasLeft() {
    return left;
  }

  void setLeft() {
    left = true;
  }
}
