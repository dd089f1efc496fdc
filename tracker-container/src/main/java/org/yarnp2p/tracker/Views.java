package org.yarnp2p.tracker;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.SwarmPhase;

/**
 * What each peer is to know of the swarm: who its neighbours are, and in which version. Notes whose
 * view has changed, so that those who wait for news can be answered. Not thread-safe.
 */
final class Views {
  private final Membership members;
  private final long[] versions;
  private NeighbourGraph graph;
  private BitSet changed = new BitSet();

  Views(Membership members) {
    this.members = members;
    this.versions = new long[members.all().size() + 1];
  }

  /** From now on peers have neighbours. Whose view changes by that is for the caller to say. */
  void connect(NeighbourGraph drawn) {
    graph = drawn;
  }

  /** All views have changed. */
  void changeAll() {
    members.all().forEach(this::change);
  }

  /** A peer's view has changed. */
  void change(PeerRecord peer) {
    change(peer.rank().value());
  }

  private void change(int rank) {
    versions[rank]++;
    changed.set(rank);
  }

  private void change(IntStream ranks) {
    ranks.forEach(this::change);
  }

  /** A peer that was lost is back: it has neighbours again, if there are any yet. */
  void restore(PeerRecord peer) {
    if (graph != null) {
      change(graph.restore(peer.rank().value()).stream());
    }
  }

  /** A newer life has taken a peer's place: its neighbours are to call that one. */
  void replace(PeerRecord peer) {
    if (graph != null) {
      change(Arrays.stream(graph.neighbours(peer.rank().value())));
    }
  }

  /**
   * A peer has joined while peers have neighbours.
   *
   * @param returns whether it was not there just before; else it takes a former life's place
   */
  void enter(PeerRecord peer, boolean returns) {
    if (returns) {
      restore(peer);
    } else {
      replace(peer);
    }
  }

  /**
   * A peer is lost: its neighbours get others.
   *
   * @return the ranks whose neighbours have changed
   */
  BitSet remove(PeerRecord peer) {
    if (graph == null) {
      return new BitSet();
    }
    BitSet others = graph.remove(peer.rank().value());
    change(others.stream());
    return others;
  }

  /** Others wait for files than before: those who still do must hang together. */
  void redraw(List<SwarmMembers> swarms) {
    if (graph != null) {
      change(graph.redraw(swarms).stream());
    }
  }

  /** A peer and some neighbours take nothing from each other: it gets another one. */
  void extend(PeerRecord peer, BitSet refused, Comparator<Integer> better) {
    if (graph != null) {
      change(graph.extend(peer.rank().value(), refused, better).stream());
    }
  }

  /**
   * A peer has come that may be of use to another one, which with some takes nothing from each
   * other.
   */
  void offer(PeerRecord newcomer, PeerRecord other, BitSet refused) {
    if (graph != null) {
      change(graph.offer(newcomer.rank().value(), other.rank().value(), refused).stream());
    }
  }

  /**
   * A peer's view as it is now.
   *
   * @param failure null unless the phase is FAILED; then nobody has neighbours
   * @param doubted segments that it is to hash again
   * @param lost ids of lost files
   */
  PeerView of(
      PeerRecord peer,
      SwarmPhase phase,
      String failure,
      List<SegmentRef> doubted,
      List<Integer> lost) {
    return new PeerView(
        peer.endpoint(),
        versions[peer.rank().value()],
        phase,
        neighbours(peer, phase),
        failure,
        doubted,
        lost);
  }

  private List<PeerView.Neighbour> neighbours(PeerRecord peer, SwarmPhase phase) {
    if (graph == null || phase == SwarmPhase.FAILED) {
      return List.of();
    }
    return Arrays.stream(graph.neighbours(peer.rank().value()))
        .mapToObj(members::of)
        .map(neighbour -> new PeerView.Neighbour(neighbour.member(), neighbour.endpoint()))
        .toList();
  }

  /** The ranks whose view has changed since the last call. */
  BitSet takeChanged() {
    BitSet taken = changed;
    changed = new BitSet();
    return taken;
  }
}
