package org.yarnp2p.appmaster.roster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.util.Clock;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/**
 * The ranks of the job, 0..N, and what is known of each. Thread-safe: one lock, nothing slow under
 * it.
 *
 * <p>News of a container come from two sides. What the container itself says is refused with {@link
 * FencedException} when a newer incarnation of its rank has been asked for; what the fleet says of
 * an older incarnation is passed over.
 */
public final class Roster {
  private final List<RankEntry> entries = new ArrayList<>();
  private final Clock clock;

  /**
   * All ranks planned, none asked for.
   *
   * @param peers N, from 1
   * @param clock ms that only grow
   */
  public Roster(int peers, Clock clock) {
    this(peers, clock, 0);
  }

  /**
   * The same in a further attempt of the ApplicationMaster.
   *
   * @param earlier the highest incarnation that an earlier attempt can have started
   */
  public Roster(int peers, Clock clock, int earlier) {
    this.clock = clock;
    for (int rank = 0; rank <= peers; rank++) {
      entries.add(new RankEntry(new Rank(rank), earlier));
    }
  }

  /**
   * A container that an earlier attempt has started goes on. It registers again, and is lost when
   * it does not call. Of several, the one counts that calls with the highest incarnation.
   */
  public synchronized void inherit(Rank rank, String host, String containerId) {
    entries.get(rank.value()).inherit(host, containerId, clock.getTime());
  }

  /**
   * What each peer will want, which counts until its container says it.
   *
   * @param bytes of the wanted files
   */
  public synchronized void expect(long bytes) {
    peers().forEach(peer -> peer.expect(bytes));
  }

  /** An earlier attempt knew this of a rank whose container goes on, or comes again. */
  public synchronized void recall(Rank rank, RankPast past) {
    entries.get(rank.value()).recall(past);
  }

  /** The rank had done its work before this attempt began, whether its container goes on or not. */
  public synchronized void doneBefore(Rank rank, RankPast past) {
    entries.get(rank.value()).doneBefore(past);
  }

  /** All ranks had done their work, or were given up, before this attempt began. */
  public synchronized void allDoneBefore() {
    entries.stream()
        .filter(entry -> entry.state() != RankState.DONE && !entry.isGivenUp())
        .forEach(entry -> entry.doneBefore(RankPast.of(entry.snapshot().status())));
  }

  /** The rank was given up before this attempt began; see {@link #giveUp}. */
  public synchronized void givenUpBefore(Rank rank, RankPast past, RankState as, String reason) {
    entries.get(rank.value()).givenUpBefore(past, as, reason);
  }

  /** Begins the next incarnation of a rank: a container is asked for now. */
  public synchronized Member requested(Rank rank) {
    RankEntry entry = entries.get(rank.value());
    entry.nextIncarnation(clock.getTime());
    return new Member(rank, entry.incarnation());
  }

  /**
   * Begins the next incarnation of a rank in the place of one that is lost.
   *
   * @param loss for people
   * @return empty when the lost one is not the latest, is done, or its rank is given up
   */
  public synchronized Optional<Member> replace(Member lost, String loss) {
    if (!isExpected(lost)) {
      return Optional.empty();
    }
    RankEntry entry = entries.get(lost.rank().value());
    entry.succeed(loss, clock.getTime());
    return Optional.of(new Member(lost.rank(), entry.incarnation()));
  }

  /** Whether a life is its rank's latest, and the rank's work is still to be done. */
  public synchronized boolean isExpected(Member member) {
    RankEntry entry = isCurrent(member) ? entries.get(member.rank().value()) : null;
    return entry != null && !entry.isGivenUp() && entry.state() != RankState.DONE;
  }

  /**
   * The container is taken for lost, though its process may go on.
   *
   * @return whether that is news
   */
  public synchronized boolean lose(Member member) {
    if (!isCurrent(member) || !entries.get(member.rank().value()).isToCall()) {
      return false;
    }
    entries.get(member.rank().value()).reach(RankState.FAILED);
    return true;
  }

  /** The rank's work is done, though this container of it has not done it. */
  public synchronized void excuse(Member member) {
    if (isCurrent(member)) {
      entries.get(member.rank().value()).excuse();
    }
  }

  /** The fleet has started the container. */
  public synchronized void launched(Member member, String host, String containerId) {
    if (isCurrent(member)) {
      entries.get(member.rank().value()).launched(host, containerId);
    }
  }

  /**
   * The fleet says that the container's process is over.
   *
   * @return the rank as it stood just before; empty when that is no news
   */
  public synchronized Optional<RankSnapshot> ended(Member member) {
    if (!isCurrent(member)) {
      return Optional.empty();
    }
    RankEntry entry = entries.get(member.rank().value());
    if (entry.ended()) {
      return Optional.empty();
    }
    RankSnapshot before = entry.snapshot();
    entry.end();
    if (entry.state() != RankState.DONE) {
      entry.reach(RankState.FAILED);
    }
    return Optional.of(before);
  }

  /**
   * Does nothing when the member is the latest life of its rank.
   *
   * @throws FencedException when it is an older one
   * @throws IOException when there is no such member
   */
  public synchronized void admit(Member member) throws IOException {
    fence(member);
  }

  /** The container has called for the first time. May be repeated. */
  public synchronized void registered(Member member, Endpoint endpoint) throws IOException {
    fence(member).registered(endpoint, clock.getTime());
  }

  /** The container lives, with these figures. */
  public synchronized void heard(Member member, RankStatus status) throws IOException {
    fence(member).heard(status, clock.getTime());
  }

  /**
   * The container has done its work, with these figures, be it that it was taken for lost. May be
   * repeated.
   */
  public synchronized void done(Member member, RankStatus status) throws IOException {
    RankEntry entry = fence(member);
    entry.heard(status, clock.getTime());
    if (!entry.isGivenUp()) {
      entry.excuse();
    }
  }

  /** The container says that it cannot go on. */
  public synchronized void failed(Member member) throws IOException {
    fence(member).reach(RankState.FAILED);
  }

  /**
   * The job goes on without the rank. Nobody waits for it from now on.
   *
   * @param as {@link RankState#FAILED} or {@link RankState#ABSENT}
   * @param reason for people
   * @return whether that is news
   */
  public synchronized boolean giveUp(Member member, RankState as, String reason) {
    if (!isCurrent(member) || entries.get(member.rank().value()).isGivenUp()) {
      return false;
    }
    entries.get(member.rank().value()).giveUp(as, reason);
    return true;
  }

  /**
   * The peers that the tracker is not to wait for: those that the job goes on without, and, when
   * the tracker is not the first one, those that are done and have ended.
   */
  public synchronized Set<Rank> gone() {
    boolean anew = isTrackerReplaced();
    return peers()
        .filter(peer -> peer.isGivenUp() || (anew && peer.state() == RankState.DONE))
        .map(RankEntry::rank)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the tracker is not the first one, or another is asked for. */
  public synchronized boolean isTrackerReplaced() {
    return entries.get(0).incarnation() > 1;
  }

  /** Of each peer that comes again, or is to, its latest life that is over. */
  public synchronized Set<Member> lost() {
    return peers()
        .filter(peer -> peer.lostIncarnation() > 0)
        .map(peer -> new Member(peer.rank(), peer.lostIncarnation()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Peers that have been lost and, as far as is known, are not back in the swarm. Of those that a
   * later tracker gathers, only who has everything is.
   */
  public synchronized List<RankSnapshot> outsiders() {
    boolean gathers = isTrackerReplaced() && entries.get(0).isGathering();
    return peers()
        .filter(peer -> !peer.isGivenUp() && peer.lostIncarnation() > 0)
        .filter(peer -> gathers ? !peer.hasEverything() : !peer.isInSwarm())
        .map(RankEntry::snapshot)
        .toList();
  }

  /**
   * Ranks whose container has not called since it was asked for.
   *
   * @param millis the longest time that is fine
   * @param since time before this does not count, as in {@link #silentFor}
   */
  public synchronized List<RankSnapshot> awaitedFor(long millis, long since) {
    long now = clock.getTime();
    return entries.stream()
        .filter(entry -> entry.isAwaited() && now - Math.max(since, entry.requestedAt()) >= millis)
        .map(RankEntry::snapshot)
        .toList();
  }

  /**
   * Ranks that have been at work for longer than a time and have not joined the swarm. The time
   * begins with the tracker's own: before, there is nobody to join.
   *
   * @param millis the longest time that is fine
   * @param since time before this does not count, as in {@link #silentFor}
   */
  public synchronized List<RankSnapshot> notJoinedFor(long millis, long since) {
    RankEntry tracker = entries.get(Rank.TRACKER.value());
    if (!tracker.hasRegistered()) {
      return List.of();
    }
    long now = clock.getTime();
    long from = Math.max(since, tracker.registeredAt());
    return entries.stream()
        .filter(entry -> entry.isToJoin() && now - Math.max(from, entry.registeredAt()) > millis)
        .map(RankEntry::snapshot)
        .toList();
  }

  /** One rank as it stands now. */
  public synchronized RankSnapshot rank(Rank rank) {
    return entries.get(rank.value()).snapshot();
  }

  /** All ranks as they stand now, in the order 0..N. */
  public synchronized List<RankSnapshot> snapshot() {
    return entries.stream().map(RankEntry::snapshot).toList();
  }

  /** Whether this attempt knows where the latest life of a rank listens. */
  public synchronized boolean hasRegistered(Member member) {
    return entries.get(member.rank().value()).hasRegistered();
  }

  /** Whether nothing has been asked for, or known, of the rank. */
  public synchronized boolean isPlanned(Rank rank) {
    return entries.get(rank.value()).state() == RankState.PLANNED;
  }

  /** Whether every rank has registered (and may be further by now) or is given up. */
  public synchronized boolean allRegistered() {
    return entries.stream().allMatch(entry -> entry.hasRegistered() || entry.isGivenUp());
  }

  /**
   * How many tenths of the peers exchange, or have, and how many of them have everything, added up:
   * 0 to 20.
   */
  public synchronized int tenths() {
    long exchange =
        peers().filter(peer -> peer.status().phase().compareTo(RankPhase.EXCHANGING) >= 0).count();
    long complete = peers().filter(RankEntry::hasEverything).count();
    int all = entries.size() - 1;
    return (int) (10 * exchange / all + 10 * complete / all);
  }

  /** Whether every peer is done or given up. */
  public synchronized boolean peersDone() {
    return peers().allMatch(peer -> peer.state() == RankState.DONE || peer.isGivenUp());
  }

  /** Whether a peer is done: then the swarm has let all go that are not given up. */
  public synchronized boolean isAnyPeerDone() {
    return peers().anyMatch(peer -> peer.state() == RankState.DONE);
  }

  /** Whether nothing is left to do: the peers are, and the tracker is done, or lost anyway. */
  public synchronized boolean allDone() {
    RankEntry tracker = entries.get(0);
    boolean lost =
        tracker.state() == RankState.FAILED || (tracker.incarnation() > 1 && tracker.isAwaited());
    return peersDone() && (tracker.state() == RankState.DONE || lost);
  }

  /** Whether the process of every rank that was asked for is over, or the rank is given up. */
  public synchronized boolean allEnded() {
    return entries.stream()
        .allMatch(
            entry -> entry.ended() || entry.isGivenUp() || entry.state() == RankState.PLANNED);
  }

  /**
   * The ranks at work that have not called for longer than a time.
   *
   * @param millis the longest silence that is fine
   * @param since silence before this does not count: nobody listened; by the roster's clock
   */
  public synchronized List<RankSnapshot> silentFor(long millis, long since) {
    long now = clock.getTime();
    return entries.stream()
        .filter(entry -> entry.isToCall() && now - Math.max(since, entry.heardAt()) > millis)
        .map(RankEntry::snapshot)
        .toList();
  }

  private Stream<RankEntry> peers() {
    return entries.stream().skip(1);
  }

  private boolean isCurrent(Member member) {
    int rank = member.rank().value();
    return rank >= 0 && rank < entries.size() && entries.get(rank).isCalled(member.incarnation());
  }

  private RankEntry fence(Member member) throws IOException {
    int rank = member.rank().value();
    if (rank < 0 || rank >= entries.size()) {
      throw new IOException(
          member + " is not a rank of this job, which has ranks 0 to " + (entries.size() - 1));
    }
    RankEntry entry = entries.get(rank);
    if (entry.adopt(member.incarnation())) {
      return entry;
    }
    if (member.incarnation() < entry.incarnation()) {
      throw new FencedException(member, entry.incarnation());
    }
    if (member.incarnation() > entry.incarnation()) {
      throw new IOException(member + " has never been started by this ApplicationMaster");
    }
    return entry;
  }
}
