package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.Trouble;

/**
 * All that the tracker knows and decides: messages of peers go in, views and answers come out. No
 * threads, no clock, no I/O; a message that throws has changed nothing. The phase goes from
 * GATHERING to MEETING when all peers have joined, to EXCHANGE when all are ready, to DRAIN when
 * all are complete, and to FAILED from anywhere. Not thread-safe.
 */
public final class TrackerState {
  private final FileMap map;
  private final Membership members;
  private final Views views;
  private final MessageCheck check;
  private final Trust trust;
  private final Fitness fitness;
  private final Losses losses;
  private final OriginDesk origins;
  private final HolderRules holders;
  private final SwarmCourse course;
  private final Reports reports;

  /**
   * @param peers ranks are 1..peers
   * @param files of the job, the id of each its index
   * @param again whether it is a later life of the tracker. Who holds what is known to the peers
   *     only, so the exchange goes on when all have joined again, in a distribution also after
   *     {@link #gatheringOverdue}; and what is not there any more is a loss, and no mistake of the
   *     input.
   */
  public TrackerState(
      int peers,
      List<PlannedFile> files,
      TrackerSettings settings,
      RandomGenerator random,
      SwarmKind kind,
      boolean again) {
    this.map = new FileMap(files);
    this.members = new Membership(peers);
    this.views = new Views(members);
    this.check = new MessageCheck(map, members, !kind.isElastic());
    this.trust = new Trust(map, members, views);
    this.fitness = new Fitness(map, members, trust);
    this.losses = new Losses(map, members, trust, fitness, kind == SwarmKind.PARTIAL);
    this.origins = new OriginDesk(map, members, trust, new LocalityDelay(settings.localityDelay()));
    this.holders = kind.isElastic() ? HolderRules.firstComeStands(map) : HolderRules.unanimous(map);
    this.course =
        new SwarmCourse(
            map, members, views, check, origins, trust, losses, settings, random, kind, again);
    this.reports = new Reports(map, members, check, holders, origins, trust, losses, course);
  }

  /**
   * Where hosts are, to be said before the first join.
   *
   * @param rackOf the rack of a host; null as long as it is not known, or when all are in one
   */
  public void racks(UnaryOperator<String> rackOf) {
    course.racks(rackOf);
  }

  /**
   * A peer is ready. A repeated join changes nothing, one of a newer incarnation takes the place of
   * the older, whose holdings and claims are forgotten. Holders that disagree fail the swarm; the
   * peer learns it from its view.
   *
   * @throws org.yarnp2p.protocol.FencedException when a newer incarnation has joined
   * @throws IOException when the request does not fit the job, or comes too late
   */
  public void join(JoinRequest request) throws IOException {
    PeerRecord peer = members.notFenced(request.member());
    boolean newLife = !peer.isLife(request.member());
    check.join(peer, request, course.shapesKnown());
    if (phase() == SwarmPhase.DRAIN && newLife) {
      throw new IOException(request.member() + " joins too late: the swarm drains already");
    }
    boolean returns = !peer.isPresent();
    if (!newLife && !returns) {
      repeated(peer, request);
      return;
    }
    if (peer.hasJoined()) {
      losses.suspect(); // it may have come without what only it, or its former life, had
    }
    if (!returns) {
      map.forget(peer);
      forget(peer);
    }
    course.begin();
    members.enter(request);
    if (request.wanted().isEmpty() && course.isOfFilesOnly()) {
      members.setComplete(peer);
    }
    course.moved(1);
    views.change(peer);
    if (phase() != SwarmPhase.DRAIN && phase() != SwarmPhase.FAILED) {
      map.recall(request.shapes());
      holders.joined(peer, request).ifPresent(course::fail);
      losses.release(peer);
      course.settle(peer, returns);
      course.advance();
    }
  }

  /** It may come late: what the peer held then says nothing of what it holds now. */
  private void repeated(PeerRecord peer, JoinRequest request) throws IOException {
    map.recall(request.shapes());
    if (request.ready()) {
      members.setReady(peer);
    }
    course.advance();
  }

  /**
   * The time to join is over: fails the swarm when the gate is still closed.
   *
   * @param limit the time, and how to change it, for people
   */
  public void gateOverdue(String limit) {
    course.gateOverdue(limit);
  }

  /**
   * The time to join a later life of the tracker is over.
   *
   * @return the ranks without which the exchange goes on; empty when it did already, or waits for
   *     all
   */
  public BitSet gatheringOverdue() throws IOException {
    return course.gatheringOverdue();
  }

  /**
   * A peer has met its neighbours.
   *
   * @throws IOException as for {@link #describe}
   */
  public void ready(Member sender) throws IOException {
    PeerRecord peer = members.current(sender);
    course.requireAllJoined();
    members.setReady(peer);
    course.advance();
  }

  /**
   * The time to meet is over: opens the gate if all have joined and it is still closed.
   *
   * @return the ranks that are not ready; empty when the gate was open
   */
  public BitSet meetingOverdue() throws IOException {
    return course.meetingOverdue();
  }

  /**
   * The files that a peer holds or wants.
   *
   * @throws IOException when not all have joined, the swarm has failed, or the sender may not speak
   */
  public List<DescribedFile> describe(Member sender) throws IOException {
    PeerRecord peer = members.current(sender);
    course.requireAllJoined();
    return map.describe(peer);
  }

  /**
   * What has happened at a peer; constant time for each segment. Digests of what it holds from its
   * input may be told before all have joined. When they are others than those of another holder the
   * swarm fails, and the peer learns it from its view; when an earlier life of the peer has told
   * others, those stand, and what it tells now is refused.
   *
   * @throws IOException as for {@link #describe}, or when the report does not fit the job
   */
  public ReportOutcome report(Member sender, Report report) throws IOException {
    return reports.take(members.current(sender), report);
  }

  /**
   * Segments for a peer to read from the origin of a file that it wants, and of the files after it.
   *
   * @param most the largest number to give, from 1
   * @param mostBytes of all segments together, from 1; one is always given if there is one
   * @return empty when none is left to read, or no file has an origin
   * @throws IOException as for {@link #describe}, or when the peer does not want the file
   */
  public List<SegmentRef> claim(Member sender, int file, int most, long mostBytes)
      throws IOException {
    PeerRecord peer = members.current(sender);
    course.requireAllJoined();
    check.wanted(peer, file);
    return origins.claim(peer, file, most, mostBytes);
  }

  /**
   * From now on it is known where the origin of a file is: what is near is claimed first.
   *
   * @throws IOException when the job has no such file
   */
  public void place(int file, Replicas replicas) throws IOException {
    map.file(file).origin().place(replicas);
  }

  /**
   * The same, after a claim whose answer the peer has not heard: what it may have been given by
   * that goes back first.
   *
   * @param open what it has been given and has heard of
   */
  public List<SegmentRef> claimAnew(
      Member sender, int file, int most, long mostBytes, List<SegmentRef> open) throws IOException {
    PeerRecord peer = members.current(sender);
    course.requireAllJoined();
    check.wanted(peer, file);
    origins.giveBackAllBut(peer, open);
    return origins.claim(peer, file, most, mostBytes);
  }

  /** Bytes given to peers to read from origins, those given out again counted again. */
  public long grantedBytes() {
    return origins.grantedBytes();
  }

  /**
   * A peer ends.
   *
   * @throws IOException when the swarm neither drains nor has failed, or the sender may not speak
   */
  public void leave(Member sender) throws IOException {
    PeerRecord peer = members.current(sender);
    if (phase() != SwarmPhase.DRAIN && phase() != SwarmPhase.FAILED) {
      throw new IOException(sender + " may not leave before the drain");
    }
    members.setLeft(peer);
  }

  /**
   * A rank is lost: what it held and claimed is forgotten, its neighbours get others. It may join
   * again.
   *
   * @throws IOException when it is not a peer of this job
   */
  public void lose(Rank rank) throws IOException {
    forgetPresence(members.of(rank));
  }

  /**
   * The same of a life and those before it, which may not join any more, also where they have not
   * joined this tracker: such a process may not know yet that it is over, and would be taken for
   * its rank. A later one that has joined is not concerned.
   */
  public void lose(Member life) throws IOException {
    PeerRecord peer = members.of(life.rank());
    peer.end(life);
    if (peer.isPresent() && peer.member().incarnation() <= life.incarnation()) {
      forgetPresence(peer);
    }
  }

  private void forgetPresence(PeerRecord peer) throws IOException {
    if (peer.isPresent()) {
      map.forget(peer);
      holders.forget(peer);
      forget(peer);
      members.setAbsent(peer);
      trust.missed(views.remove(peer));
    }
  }

  /**
   * YARN asks for the containers of these lives: each is among the {@link Trouble#unfit} as soon as
   * others have what only it has.
   */
  public void leaving(Set<Member> lives) {
    fitness.leaving(lives);
  }

  /** What is known of the life itself is of no meaning for the next. */
  private void forget(PeerRecord peer) {
    fitness.forget(peer);
    trust.forget(peer);
  }

  /**
   * The job goes on without these ranks: they are lost, nobody waits for them, and they may not
   * come back. May be repeated.
   *
   * @throws IOException when one is not a peer of this job
   */
  public void giveUp(Collection<Rank> ranks) throws IOException {
    for (Rank rank : ranks) {
      lose(rank);
      members.giveUp(members.of(rank));
    }
    losses.suspect();
    course.advance();
  }

  /** Grows with everything that brings the swarm nearer to its end. */
  public long progress() {
    return course.progress();
  }

  /**
   * Nothing has moved for a time: fails the swarm when a peer waits for segments, or has not looked
   * at a copy that others doubt. One that only writes its outputs may take as long as that takes.
   *
   * @param limit the time, and how to change it, for people
   */
  public void standsStill(String limit) throws IOException {
    if (phase() == SwarmPhase.EXCHANGE) {
      Optional<String> waiting = new Standstill(map, members).describe();
      waiting = waiting.isPresent() ? waiting : trust.doubtedOutput();
      waiting.ifPresent(why -> course.fail("nothing has moved for %s: %s".formatted(limit, why)));
    }
  }

  /**
   * What a peer is to know of the swarm.
   *
   * @throws IOException when the sender may not speak
   */
  public PeerView view(Member sender) throws IOException {
    PeerRecord peer = members.current(sender);
    return views.of(
        peer, phase(), course.failure(), trust.doubted(peer.rank()), losses.files(peer.rank()));
  }

  /** The ranks whose view has changed since the last call. */
  public BitSet takeChangedViews() {
    return views.takeChanged();
  }

  /** Where the swarm stands. */
  public SwarmPhase phase() {
    return course.phase();
  }

  /** Why the swarm has failed; empty unless the phase is FAILED. */
  public Optional<String> failure() {
    return Optional.ofNullable(course.failure());
  }

  /** Peers that have joined and are not lost. */
  public int joined() {
    return members.present();
  }

  /** Peers that have joined, are not lost, and have not left. */
  public BitSet staying() {
    return members.staying();
  }

  /** Whether nobody is {@link #staying}; constant time. */
  public boolean allLeft() {
    return members.allLeft();
  }

  /** What is known of bad sources and losses, and whose place another should take. */
  public Trouble trouble() {
    return new Trouble(
        trust.complaints().accused(), trust.complaints().suspects(), losses.all(), fitness.unfit());
  }

  /** Names of all files, sorted. Never changes: any thread. */
  Collection<String> fileNames() {
    return map.names();
  }

  /**
   * Who holds what of a file now.
   *
   * @throws IOException when the job has no file of this name
   */
  FileSnapshot snapshot(String fileName) throws IOException {
    return map.named(fileName).snapshot();
  }
}
