package org.yarnp2p.bench.sim;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.tracker.PeerView;
import org.yarnp2p.tracker.Replicas;
import org.yarnp2p.tracker.SwarmKind;
import org.yarnp2p.tracker.TrackerState;

/** The product's tracker, with virtual calls around it. */
final class SimulatedTracker {
  private final TrackerState state;
  private final int host;
  private final Strands strands;
  private final List<SimulatedPeer> peers;
  private long messages;

  /** Ranks that have a watch which can be answered. */
  private final BitSet joined = new BitSet();

  /**
   * @param host its number
   */
  SimulatedTracker(
      Scenario scenario,
      int host,
      Strands strands,
      List<SimulatedPeer> peers,
      RandomGenerator random) {
    this.host = host;
    this.strands = strands;
    this.peers = peers;
    state =
        scenario.isDistribution()
            ? elastic(scenario, random)
            : new TrackerState(
                scenario.hosts(),
                files(null),
                Policy.DEFAULT.tracker(),
                random,
                SwarmKind.TOGETHER,
                false);
    if (scenario.racks().count() > 1) {
      state.racks(name -> "rack" + scenario.rack(SimulatedPeer.host(name)));
    }
  }

  private static List<PlannedFile> files(Origin origin) {
    return List.of(
        new PlannedFile(
            SimulatedPeer.FILE, "file", FileKind.PAYLOAD, Scenario.SEGMENT_BYTES, origin));
  }

  /** The file is one block. */
  private static TrackerState elastic(Scenario scenario, RandomGenerator random) {
    long bytes = scenario.bytes();
    List<PlannedFile> files = files(new Origin("hdfs:///file", bytes, 1));
    TrackerState elastic =
        new TrackerState(
            scenario.hosts(), files, Policy.DEFAULT.tracker(), random, SwarmKind.ELASTIC, false);
    Set<String> stored =
        IntStream.range(0, scenario.stored())
            .mapToObj(SimulatedPeer::hostName)
            .collect(Collectors.toSet());
    try {
      elastic.place(
          SimulatedPeer.FILE,
          Replicas.of(
              FileShape.payload(bytes, Scenario.SEGMENT_BYTES),
              List.of(new Replicas.Block(0, bytes, stored)),
              name -> null));
    } catch (IOException e) {
      throw new IllegalStateException(e); // it is the job's file
    }
    return elastic;
  }

  void join(JoinRequest request) {
    Member member = request.member();
    call(
        member,
        () -> {
          joined.set(member.rank().value());
          state.join(request);
        });
  }

  void report(Member sender, Report report) {
    call(
        sender,
        () -> check(state.report(sender, report).refused().isEmpty(), "a digest was refused"));
  }

  /** Answered with what the peer is to read from the file's origin. */
  void claim(Member sender, Action.Claim claim) {
    SimulatedPeer peer = peer(sender.rank().value());
    call(
        sender,
        () -> {
          List<SegmentRef> granted =
              state.claim(sender, claim.file(), claim.most(), claim.mostBytes());
          strands.message(host, peer.host(), () -> peer.apply(new Event.OriginGranted(granted)));
        });
  }

  /** The ApplicationMaster tells that a rank is lost. */
  void lose(Member member) {
    call(member, () -> state.lose(member.rank()));
  }

  void leave(Member sender) {
    call(sender, () -> state.leave(sender));
  }

  /** Calls to the tracker so far; a view that it sends is the answer to one. */
  long messages() {
    return messages;
  }

  SwarmPhase phase() {
    return state.phase();
  }

  /** Whether all have what they want, and have left. */
  boolean over() {
    return state.phase() == SwarmPhase.DRAIN && state.allLeft();
  }

  private void call(Member sender, Call call) {
    strands.message(peer(sender.rank().value()).host(), host, () -> take(call));
  }

  private SimulatedPeer peer(int rank) {
    return peers.get(rank - 1);
  }

  private void take(Call call) {
    messages++;
    try {
      call.make();
      check(state.failure().isEmpty(), "the swarm failed: " + state.failure().orElse(""));
      BitSet changed = state.takeChangedViews();
      for (int rank = changed.nextSetBit(0); rank >= 0; rank = changed.nextSetBit(rank + 1)) {
        SimulatedPeer peer = peer(rank);
        if (!joined.get(rank) || peer.lost(strands.time(host).now())) {
          continue; // it has no watch that could be answered
        }
        PeerView view = state.view(peer.member());
        messages++;
        strands.message(host, peer.host(), () -> peer.seen(view));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the tracker refused a call of the product's own peers", e);
    }
  }

  @FunctionalInterface
  private interface Call {
    void make() throws IOException;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
