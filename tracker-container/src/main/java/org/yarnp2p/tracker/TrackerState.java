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
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

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
  private final TrackerSettings settings;
  private final RandomGenerator random;
  private final Complaints complaints;
  private final OriginDesk origins;
  private final HolderRules holders;
  private final boolean elastic;

  private SwarmPhase phase = SwarmPhase.GATHERING;
  private String failure;

  /**
   * @param peers ranks are 1..peers
   * @param files of the job, the id of each its index
   */
  public TrackerState(
      int peers, List<PlannedFile> files, TrackerSettings settings, RandomGenerator random) {
    this(peers, files, settings, random, false);
  }

  /**
   * The tracker of a distribution, all whose files have an origin: the gate opens with the first
   * join, others come while the exchange runs and bring what they have already. What differs there
   * from what is known is disowned. The swarm drains when every peer is complete or given up.
   */
  public static TrackerState elastic(
      int peers, List<PlannedFile> files, TrackerSettings settings, RandomGenerator random) {
    return new TrackerState(peers, files, settings, random, true);
  }

  private TrackerState(
      int peers,
      List<PlannedFile> files,
      TrackerSettings settings,
      RandomGenerator random,
      boolean elastic) {
    this.map = new FileMap(files);
    this.members = new Membership(peers);
    this.views = new Views(members);
    this.check = new MessageCheck(map, members);
    this.settings = settings;
    this.random = random;
    this.complaints = new Complaints(peers);
    this.origins = new OriginDesk(map);
    this.holders = elastic ? HolderRules.firstComeStands(map) : HolderRules.unanimous(map);
    this.elastic = elastic;
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
    boolean shapesKnown = elastic || phase == SwarmPhase.MEETING || phase == SwarmPhase.EXCHANGE;
    check.join(peer, request, shapesKnown);
    if (phase == SwarmPhase.DRAIN && newLife) {
      throw new IOException(request.member() + " joins too late: the swarm drains already");
    }
    if (newLife && peer.isPresent()) {
      map.forget(peer);
    }
    if (elastic && phase == SwarmPhase.GATHERING) {
      views.connect(NeighbourGraph.ofNobodyYet(members.all().size(), settings, random));
      enter(SwarmPhase.EXCHANGE);
    }
    boolean returns = !peer.isPresent();
    members.enter(request);
    if (newLife || returns) {
      views.change(peer);
    }
    switch (phase) {
      case GATHERING -> {
        declare(peer, request);
        meetWhenAllArePresent();
      }
      case MEETING, EXCHANGE -> {
        declare(peer, request);
        map.restore(peer);
        views.enter(peer, returns, newLife);
        openGateWhenAllAreReady();
        drainWhenAllAreComplete();
      }
      case DRAIN, FAILED -> {}
    }
  }

  private void declare(PeerRecord peer, JoinRequest request) throws IOException {
    holders.joined(peer, request).ifPresent(this::fail);
    takeBackIfLacking(peer);
  }

  private void takeBackIfLacking(PeerRecord peer) {
    if (holders.lacks(peer)) {
      members.setIncomplete(peer);
    }
  }

  private void meetWhenAllArePresent() throws IOException {
    if (phase != SwarmPhase.GATHERING || !members.allPresent()) {
      return;
    }
    Optional<String> obstacle = StartGate.restore(members, map, check);
    if (obstacle.isPresent()) {
      fail(obstacle.get());
      return;
    }
    views.connect(new NeighbourGraph(members.all().size(), map.swarms(), settings, random));
    if (members.allReady()) {
      openGate();
    } else {
      enter(SwarmPhase.MEETING);
    }
  }

  private void openGateWhenAllAreReady() {
    if (phase == SwarmPhase.MEETING && members.allReady()) {
      openGate();
    }
  }

  private void openGate() {
    enter(SwarmPhase.EXCHANGE);
    drainWhenAllAreComplete();
  }

  private void drainWhenAllAreComplete() {
    // Holders that disagree are found before anybody takes the outputs for good.
    if (phase == SwarmPhase.EXCHANGE && members.allComplete() && map.allTold()) {
      enter(SwarmPhase.DRAIN);
    }
  }

  private void enter(SwarmPhase next) {
    phase = next;
    views.changeAll();
  }

  private void fail(String why) {
    if (phase != SwarmPhase.FAILED) {
      failure = why;
      enter(SwarmPhase.FAILED);
    }
  }

  /**
   * The time to join is over: fails the swarm when the gate is still closed.
   *
   * @param limit the time, and how to change it, for people
   */
  public void gateOverdue(String limit) {
    if (phase == SwarmPhase.GATHERING) {
      fail(StartGate.overdue(members.missing(), members.all().size(), limit));
    }
  }

  /**
   * A peer has met its neighbours.
   *
   * @throws IOException as for {@link #describe}
   */
  public void ready(Member sender) throws IOException {
    PeerRecord peer = members.current(sender);
    requireAllJoined();
    members.setReady(peer);
    openGateWhenAllAreReady();
  }

  /**
   * The time to meet is over: opens the gate if all have joined and it is still closed.
   *
   * @return the ranks that are not ready; empty when the gate was open
   */
  public BitSet meetingOverdue() {
    if (phase != SwarmPhase.MEETING) {
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
    requireAllJoined();
    return map.describe(peer);
  }

  private void requireAllJoined() throws IOException {
    if (phase == SwarmPhase.GATHERING) {
      throw new IOException("not all peers have joined yet");
    }
    if (phase == SwarmPhase.FAILED) {
      throw new IOException("the swarm has failed: " + failure);
    }
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
    boolean early = phase == SwarmPhase.GATHERING || phase == SwarmPhase.FAILED;
    if (early && !check.isAboutHeldOnly(peer, report)) {
      requireAllJoined();
    }
    check.report(peer, report);
    if (phase != SwarmPhase.FAILED) {
      holders.told(peer, report).ifPresent(this::fail);
    }
    if (phase == SwarmPhase.FAILED) {
      return new ReportOutcome(List.of(), List.of());
    }
    origins.giveBack(peer, report.unread());
    List<SegmentRef> refused = holders.acquired(peer, report);
    report.finished().forEach(peer.finished()::set);
    List<Rank> newlyAccused = complaints.count(report.complaints());
    if (report.complete()) {
      members.setComplete(peer);
    }
    takeBackIfLacking(peer);
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
    requireAllJoined();
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
    requireAllJoined();
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
    if (phase != SwarmPhase.DRAIN && phase != SwarmPhase.FAILED) {
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
    lose(new Member(rank, Integer.MAX_VALUE));
  }

  /** The same of a life and those before it; a later one that has joined is not concerned. */
  public void lose(Member life) throws IOException {
    PeerRecord peer = members.of(life.rank());
    if (peer.isPresent() && peer.member().incarnation() <= life.incarnation()) {
      map.forget(peer);
      holders.forget(peer);
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
    drainWhenAllAreComplete();
  }

  /**
   * What a peer is to know of the swarm.
   *
   * @throws IOException when the sender may not speak
   */
  public PeerView view(Member sender) throws IOException {
    return views.of(members.current(sender), phase, failure);
  }

  /** The ranks whose view has changed since the last call. */
  public BitSet takeChangedViews() {
    return views.takeChanged();
  }

  /** Where the swarm stands. */
  public SwarmPhase phase() {
    return phase;
  }

  /** Why the swarm has failed; empty unless the phase is FAILED. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
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
    return complaints.about(rank);
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
