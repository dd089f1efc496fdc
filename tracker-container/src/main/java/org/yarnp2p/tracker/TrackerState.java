package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Complaint;
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
  private final Course course;
  private final MessageCheck check;
  private final TrackerSettings settings;
  private final RandomGenerator random;
  private final Trust trust;
  private final Losses losses;
  private final OriginDesk origins;
  private final HolderRules holders;
  private final boolean elastic;
  private final boolean partial;

  /** Grows with everything that brings the swarm nearer to its end. */
  private long progress;

  /**
   * @param peers ranks are 1..peers
   * @param files of the job, the id of each its index
   */
  public TrackerState(
      int peers, List<PlannedFile> files, TrackerSettings settings, RandomGenerator random) {
    this(peers, files, settings, random, false, false);
  }

  /** The tracker of a job that goes on without files that are lost: they are nobody's any more. */
  public static TrackerState partial(
      int peers, List<PlannedFile> files, TrackerSettings settings, RandomGenerator random) {
    return new TrackerState(peers, files, settings, random, false, true);
  }

  /**
   * The tracker of a distribution, all whose files have an origin: the gate opens with the first
   * join, others come while the exchange runs and bring what they have already. What differs there
   * from what is known is disowned. The swarm drains when every peer is complete or given up.
   */
  public static TrackerState elastic(
      int peers, List<PlannedFile> files, TrackerSettings settings, RandomGenerator random) {
    return new TrackerState(peers, files, settings, random, true, false);
  }

  private TrackerState(
      int peers,
      List<PlannedFile> files,
      TrackerSettings settings,
      RandomGenerator random,
      boolean elastic,
      boolean partial) {
    this.map = new FileMap(files);
    this.members = new Membership(peers);
    this.views = new Views(members);
    this.course = new Course(views);
    this.check = new MessageCheck(map, members);
    this.settings = settings;
    this.random = random;
    this.trust = new Trust(map, members, views);
    this.losses = new Losses(map, members, trust);
    this.origins = new OriginDesk(map);
    this.holders = elastic ? HolderRules.firstComeStands(map) : HolderRules.unanimous(map);
    this.elastic = elastic;
    this.partial = partial;
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
    boolean shapesKnown =
        elastic || course.is(SwarmPhase.MEETING) || course.is(SwarmPhase.EXCHANGE);
    check.join(peer, request, shapesKnown);
    if (course.is(SwarmPhase.DRAIN) && newLife) {
      throw new IOException(request.member() + " joins too late: the swarm drains already");
    }
    if (newLife && peer.isPresent()) {
      map.forget(peer);
      trust.forget(peer);
    }
    if (elastic && course.is(SwarmPhase.GATHERING)) {
      views.connect(NeighbourGraph.ofNobodyYet(members.all().size(), settings, random));
      course.enter(SwarmPhase.EXCHANGE);
    }
    boolean returns = !peer.isPresent();
    members.enter(request);
    progress++;
    if (newLife || returns) {
      views.change(peer);
    }
    switch (course.phase()) {
      case GATHERING -> {
        declare(peer, request);
        meetWhenAllArePresent();
      }
      case MEETING, EXCHANGE -> {
        declare(peer, request);
        map.restore(peer);
        views.enter(peer, returns, newLife);
        openGateWhenAllAreReady();
        lookForLosses();
        drainWhenAllAreComplete();
      }
      case DRAIN, FAILED -> {}
    }
  }

  private void declare(PeerRecord peer, JoinRequest request) throws IOException {
    holders.joined(peer, request).ifPresent(course::fail);
    takeBackIfLacking(peer);
  }

  private void takeBackIfLacking(PeerRecord peer) {
    if (holders.lacks(peer)) {
      members.setIncomplete(peer);
    }
  }

  private void meetWhenAllArePresent() throws IOException {
    if (elastic || !course.is(SwarmPhase.GATHERING) || !members.allPresent()) {
      return;
    }
    Optional<String> obstacle = StartGate.restore(members, map, check);
    if (obstacle.isPresent()) {
      course.fail(obstacle.get());
      return;
    }
    views.connect(new NeighbourGraph(members.all().size(), map.swarms(), settings, random));
    if (members.allReady()) {
      openGate();
    } else {
      course.enter(SwarmPhase.MEETING);
    }
  }

  private void openGateWhenAllAreReady() {
    if (course.is(SwarmPhase.MEETING) && members.allReady()) {
      openGate();
    }
  }

  private void openGate() {
    course.enter(SwarmPhase.EXCHANGE);
    lookForLosses();
    drainWhenAllAreComplete();
  }

  /** Something has gone: nobody is to wait for what cannot come any more. */
  private void lookForLosses() {
    if (course.is(SwarmPhase.EXCHANGE) && losses.look()) {
      if (partial) {
        views.changeAll();
      } else {
        course.fail(losses.describe());
      }
    }
  }

  private void drainWhenAllAreComplete() {
    // Holders that disagree are found before anybody takes the outputs for good.
    if (course.is(SwarmPhase.EXCHANGE) && members.allComplete() && map.allTold()) {
      course.enter(SwarmPhase.DRAIN);
    }
  }

  /**
   * The time to join is over: fails the swarm when the gate is still closed.
   *
   * @param limit the time, and how to change it, for people
   */
  public void gateOverdue(String limit) {
    if (course.is(SwarmPhase.GATHERING)) {
      course.fail(StartGate.overdue(members.missing(), members.all().size(), limit));
    }
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
    openGateWhenAllAreReady();
  }

  /**
   * The time to meet is over: opens the gate if all have joined and it is still closed.
   *
   * @return the ranks that are not ready; empty when the gate was open
   */
  public BitSet meetingOverdue() {
    if (!course.is(SwarmPhase.MEETING)) {
      return new BitSet();
    }
    openGate();
    return members.unready();
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
   * swarm fails, and the peer learns it from its view.
   *
   * @throws IOException as for {@link #describe}, or when the report does not fit the job
   */
  public ReportOutcome report(Member sender, Report report) throws IOException {
    PeerRecord peer = members.current(sender);
    if (report.hopeless() != null) {
      course.fail(peer.rank() + ": " + report.hopeless());
    }
    boolean early = course.is(SwarmPhase.GATHERING) || course.is(SwarmPhase.FAILED);
    if (early && !check.isAboutHeldOnly(peer, report)) {
      course.requireAllJoined();
    }
    check.report(peer, report);
    if (!course.is(SwarmPhase.FAILED)) {
      holders.told(peer, report).ifPresent(course::fail);
    }
    if (course.is(SwarmPhase.FAILED)) {
      return new ReportOutcome(List.of(), List.of());
    }
    progress += report.acquired().size() + report.finished().size() + (report.complete() ? 1 : 0);
    origins.giveBack(peer, report.unread());
    trust.rechecked(peer, report);
    List<SegmentRef> refused = holders.acquired(peer, report);
    report.finished().forEach(peer.finished()::set);
    List<Rank> newlyAccused = trust.complained(peer, report.complaints());
    if (report.complete()) {
      members.setComplete(peer);
    }
    takeBackIfLacking(peer);
    if (!report.checked().isEmpty() || report.complaints().stream().anyMatch(Complaint::ban)) {
      lookForLosses();
    }
    drainWhenAllAreComplete();
    return new ReportOutcome(refused, newlyAccused);
  }

  /**
   * Segments for a peer to read from the origin of a file that it wants.
   *
   * @param most the largest number to give, from 1
   * @return empty when none is left to read, or the file has no origin
   * @throws IOException as for {@link #describe}, or when the peer does not want the file
   */
  public List<Integer> claim(Member sender, int file, int most) throws IOException {
    PeerRecord peer = members.current(sender);
    course.requireAllJoined();
    return origins.claim(peer, check.wanted(peer, file), most);
  }

  /**
   * The same, and of the files after it that the peer wants.
   *
   * @param mostBytes of all segments together, from 1; one is always given if there is one
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
  void place(int file, Replicas replicas) throws IOException {
    map.file(file).place(replicas);
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
    if (!course.is(SwarmPhase.DRAIN) && !course.is(SwarmPhase.FAILED)) {
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
    PeerRecord peer = members.of(rank);
    if (peer.isPresent()) {
      map.forget(peer);
      holders.forget(peer);
      trust.forget(peer);
      members.setAbsent(peer);
      views.remove(peer);
    }
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
    meetWhenAllArePresent();
    openGateWhenAllAreReady();
    lookForLosses();
    drainWhenAllAreComplete();
  }

  /** Grows with everything that brings the swarm nearer to its end. */
  public long progress() {
    return progress;
  }

  /**
   * Nothing has moved for a time: fails the swarm when a peer waits for segments. One that only
   * writes its outputs may take as long as that takes.
   *
   * @param limit the time, and how to change it, for people
   */
  public void standsStill(String limit) throws IOException {
    if (course.is(SwarmPhase.EXCHANGE)) {
      new Standstill(map, members)
          .describe(losses.files())
          .ifPresent(who -> course.fail("nothing has moved for %s: %s".formatted(limit, who)));
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
        peer,
        course.phase(),
        course.failure().orElse(null),
        trust.doubted(peer.rank()),
        losses.files());
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
    return course.failure();
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

  /** Ids of the files that a peer of this job wanted and has written; the caller's own copy. */
  public BitSet finishedFiles(Rank rank) {
    return (BitSet) members.of(rank.value()).finished().clone();
  }

  /** How often others have said that a peer of this job sent them bad bytes. */
  public int complaintsAbout(Rank rank) {
    return trust.complaints().about(rank);
  }

  /** What is known of bad sources and losses. */
  public Trouble trouble() {
    return new Trouble(trust.complaints().accused(), trust.complaints().suspects(), losses.all());
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
