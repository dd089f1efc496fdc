package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.TooEarlyException;

/**
 * Where the swarm stands, and when it goes on: from GATHERING to MEETING when all peers have
 * joined, to EXCHANGE when all are ready, to DRAIN when all are complete and nothing of theirs is
 * doubted, and to FAILED from anywhere. Nobody waits for those that are given up. Not thread-safe.
 */
final class SwarmCourse {
  private final FileMap map;
  private final Membership members;
  private final Views views;
  private final MessageCheck check;
  private final OriginDesk origins;
  private final Trust trust;
  private final Losses losses;
  private final TrackerSettings settings;
  private final RandomGenerator random;
  private final SwarmKind kind;
  private final boolean again;

  /** The rack of a host; null as long as it is not known, or when all are in one. */
  private UnaryOperator<String> rackOf = host -> null;

  private SwarmPhase phase = SwarmPhase.GATHERING;
  private String failure;
  private long progress;

  SwarmCourse(
      FileMap map,
      Membership members,
      Views views,
      MessageCheck check,
      OriginDesk origins,
      Trust trust,
      Losses losses,
      TrackerSettings settings,
      RandomGenerator random,
      SwarmKind kind,
      boolean again) {
    this.map = map;
    this.members = members;
    this.views = views;
    this.check = check;
    this.origins = origins;
    this.trust = trust;
    this.losses = losses;
    this.settings = settings;
    this.random = random;
    this.kind = kind;
    this.again = again;
    if (kind.isElastic()) {
      views.connect(NeighbourGraph.ofNobodyYet(members.all().size(), settings, this::rack, random));
    }
  }

  /** From now on racks are known, before the first join. */
  void racks(UnaryOperator<String> of) {
    rackOf = of;
  }

  private String rack(int rank) {
    PeerRecord peer = members.of(rank);
    return peer.endpoint() == null ? null : rackOf.apply(peer.endpoint().host());
  }

  SwarmPhase phase() {
    return phase;
  }

  boolean is(SwarmPhase which) {
    return phase == which;
  }

  /** Something has brought the swarm nearer to its end. */
  void moved(int steps) {
    progress += steps;
  }

  /** Grows with everything that brings the swarm nearer to its end. */
  long progress() {
    return progress;
  }

  /** Null unless the phase is FAILED. */
  String failure() {
    return failure;
  }

  /** Whether the shapes of all files are known, so far as they ever will be. */
  boolean shapesKnown() {
    return kind.isElastic() || phase == SwarmPhase.MEETING || phase == SwarmPhase.EXCHANGE;
  }

  /**
   * Makes sure that all have joined.
   *
   * @throws TooEarlyException when they have not
   * @throws IOException when the swarm has failed
   */
  void requireAllJoined() throws IOException {
    if (phase == SwarmPhase.GATHERING) {
      throw new TooEarlyException("not all peers have joined yet");
    }
    if (phase == SwarmPhase.FAILED) {
      throw new IOException("the swarm has failed: " + failure);
    }
  }

  /** A peer joins. */
  void begin() {
    if (kind.isElastic() && !again && phase == SwarmPhase.GATHERING) {
      enter(SwarmPhase.EXCHANGE);
    }
  }

  /**
   * Whether a peer that wants no file has nothing to do. In a distribution it has a directory to
   * put in order, and says when that is done.
   */
  boolean isOfFilesOnly() {
    return !kind.isElastic();
  }

  /**
   * A peer that has joined takes its place among the others, if they have theirs already.
   *
   * @param returns whether it was not there just before; else it takes a former life's place
   */
  void settle(PeerRecord peer, boolean returns) throws IOException {
    if (phase == SwarmPhase.GATHERING && !kind.isElastic()) {
      return;
    }
    if (phase != SwarmPhase.DRAIN && phase != SwarmPhase.FAILED) {
      map.restore(peer);
      origins.restore(peer);
      if (map.swarmsEverChanged()) {
        views.redraw(map.swarms()); // who was away is not among them
      }
      views.enter(peer, returns);
      trust.welcome(peer);
    }
  }

  /** Goes on as far as the peers allow now. */
  void advance() throws IOException {
    if (phase == SwarmPhase.GATHERING && members.allPresent()) {
      gathered();
    }
    if (phase == SwarmPhase.MEETING && members.allReady()) {
      enter(SwarmPhase.EXCHANGE);
    }
    if (phase == SwarmPhase.EXCHANGE && losses.look()) {
      bear();
    }
    if (map.takeSwarmsChanged()) {
      views.redraw(map.swarms());
    }
    // Holders that disagree, and copies gone bad, are found before anybody takes the outputs for
    // good.
    if (phase == SwarmPhase.EXCHANGE
        && members.allComplete()
        && map.allTold()
        && trust.doubtedOutput().isEmpty()) {
      enter(SwarmPhase.DRAIN);
    }
  }

  /** Nobody is to wait for what cannot come any more. */
  private void bear() {
    if (losses.areBorne()) {
      views.changeAll();
    } else {
      fail(losses.describe());
    }
  }

  private void gathered() throws IOException {
    if (kind.isElastic()) {
      enter(SwarmPhase.EXCHANGE);
      return;
    }
    Optional<String> obstacle = StartGate.restore(members, map, check, again, losses.areBorne());
    if (obstacle.isPresent()) {
      fail(obstacle.get());
      return;
    }
    for (PeerRecord peer : members.all()) {
      if (peer.isPresent()) {
        origins.restore(peer);
      }
    }
    losses.noteUnknown();
    NeighbourGraph graph =
        new NeighbourGraph(members.all().size(), map.swarms(), settings, this::rack, random);
    members.gone().stream().forEach(graph::remove);
    views.connect(graph);
    enter(members.allReady() ? SwarmPhase.EXCHANGE : SwarmPhase.MEETING);
  }

  private void enter(SwarmPhase next) {
    phase = next;
    losses.suspect(); // what has gone before the exchange is not noticed
    views.changeAll();
  }

  void fail(String why) {
    if (phase != SwarmPhase.FAILED) {
      failure = why;
      enter(SwarmPhase.FAILED);
    }
  }

  /** As {@link TrackerState#gateOverdue}. */
  void gateOverdue(String limit) {
    if (phase == SwarmPhase.GATHERING) {
      fail(StartGate.overdue(members.missing(), members.all().size(), limit));
    }
  }

  /** As {@link TrackerState#gatheringOverdue}. */
  BitSet gatheringOverdue() throws IOException {
    if (phase != SwarmPhase.GATHERING || !kind.isElastic()) {
      return new BitSet();
    }
    enter(SwarmPhase.EXCHANGE);
    advance();
    return members.missing();
  }

  /** As {@link TrackerState#meetingOverdue}. */
  BitSet meetingOverdue() throws IOException {
    if (phase != SwarmPhase.MEETING) {
      return new BitSet();
    }
    enter(SwarmPhase.EXCHANGE);
    advance();
    return members.unready();
  }
}
