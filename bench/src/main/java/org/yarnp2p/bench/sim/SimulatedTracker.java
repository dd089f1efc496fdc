package org.yarnp2p.bench.sim;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.tracker.PeerView;
import org.yarnp2p.tracker.TrackerSettings;
import org.yarnp2p.tracker.TrackerState;

/** The product's tracker, with virtual calls around it. */
final class SimulatedTracker {
  private static final TrackerSettings SETTINGS = new TrackerSettings(20, 40);

  private final TrackerState state;
  private final int host;
  private final Strands strands;
  private final List<SimulatedPeer> peers;
  private long messages;

  /**
   * @param ranks peers to wait for
   * @param host its number
   */
  SimulatedTracker(
      int ranks, int host, Strands strands, List<SimulatedPeer> peers, RandomGenerator random) {
    this.host = host;
    this.strands = strands;
    this.peers = peers;
    List<PlannedFile> files =
        List.of(
            new PlannedFile(
                SimulatedPeer.FILE, "file", FileKind.PAYLOAD, Scenario.SEGMENT_BYTES, null));
    state = new TrackerState(ranks, files, SETTINGS, random);
  }

  void join(JoinRequest request) {
    call(request.member(), () -> state.join(request));
  }

  void report(Member sender, Report report) {
    call(
        sender,
        () -> check(state.report(sender, report).refused().isEmpty(), "a digest was refused"));
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
        if (peer.lost(strands.time(host).now())) {
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
