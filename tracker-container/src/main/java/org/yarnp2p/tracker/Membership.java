package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.JoinRequest;

/**
 * The peers of the job: who has joined in which incarnation, who is ready, complete, has left.
 * Every operation is constant time but those that list ranks. Not thread-safe.
 */
final class Membership {
  private final List<PeerRecord> peers;
  private int present;
  private int ready;
  private int complete;
  private int left;
  private int givenUp;

  /**
   * @param peers ranks are 1..peers
   */
  Membership(int peers) {
    this.peers =
        IntStream.rangeClosed(1, peers).mapToObj(n -> new PeerRecord(Rank.peer(n))).toList();
  }

  /** All peers, rank 1 first, whether they have joined or not. */
  List<PeerRecord> all() {
    return peers;
  }

  /**
   * The record of a rank.
   *
   * @throws IOException when it is not a peer of this job
   */
  PeerRecord of(Rank rank) throws IOException {
    if (!rank.isPeer() || rank.value() > peers.size()) {
      throw new IOException(rank + " is not one of this job's " + peers.size() + " peers");
    }
    return peers.get(rank.value() - 1);
  }

  /** The record of a rank known to be a peer's. */
  PeerRecord of(int rank) {
    return peers.get(rank - 1);
  }

  /**
   * The record of a sender that may speak: the present life of its rank.
   *
   * @throws FencedException when a newer incarnation has joined
   * @throws IOException when the sender has not joined
   */
  PeerRecord current(Member sender) throws IOException {
    PeerRecord peer = notFenced(sender);
    if (!peer.isPresent() || !peer.isLife(sender)) {
      throw new IOException(sender + " has not joined this tracker; it must join first");
    }
    return peer;
  }

  /**
   * The record of a sender that may join.
   *
   * @throws FencedException when a newer incarnation has joined, or is to come in its place
   * @throws IOException when it is given up
   */
  PeerRecord notFenced(Member sender) throws IOException {
    PeerRecord peer = of(sender.rank());
    if (peer.isGivenUp()) {
      throw new IOException(sender + " is too late: the job goes on without it");
    }
    if (peer.hasJoined() && sender.incarnation() < peer.member().incarnation()) {
      throw new FencedException(sender, peer.member().incarnation());
    }
    if (sender.incarnation() <= peer.over()) {
      throw new FencedException(sender, peer.over() + 1);
    }
    return peer;
  }

  /** Notes a join. */
  PeerRecord enter(JoinRequest request) {
    PeerRecord peer = of(request.member().rank().value());
    setAbsent(peer);
    peer.enter(request);
    present++;
    ready += peer.isReady() ? 1 : 0;
    complete += peer.isComplete() ? 1 : 0;
    left += peer.hasLeft() ? 1 : 0;
    if (request.ready()) {
      setReady(peer);
    }
    return peer;
  }

  /** The counts are of present peers. */
  void setAbsent(PeerRecord peer) {
    if (peer.isPresent()) {
      peer.setAbsent();
      present--;
      ready -= peer.isReady() ? 1 : 0;
      complete -= peer.isComplete() ? 1 : 0;
      left -= peer.hasLeft() ? 1 : 0;
    }
  }

  void setReady(PeerRecord peer) {
    if (!peer.isReady()) {
      peer.setReady();
      ready++;
    }
  }

  void setComplete(PeerRecord peer) {
    if (!peer.isComplete()) {
      peer.setComplete();
      complete++;
    }
  }

  /** It has less than it thought. */
  void setIncomplete(PeerRecord peer) {
    if (peer.isComplete()) {
      peer.setIncomplete();
      complete--;
    }
  }

  /** Nobody waits for the peer any more, and it may not come back. */
  void giveUp(PeerRecord peer) {
    setAbsent(peer);
    if (!peer.isGivenUp()) {
      peer.giveUp();
      givenUp++;
    }
  }

  void setLeft(PeerRecord peer) {
    if (!peer.hasLeft()) {
      peer.setLeft();
      left++;
    }
  }

  /** Peers that have joined and are not lost. */
  int present() {
    return present;
  }

  /** Whether every peer but those that are given up is present. */
  boolean allPresent() {
    return present + givenUp == peers.size();
  }

  /** Whether every peer but those that are given up is present and ready. */
  boolean allReady() {
    return ready + givenUp == peers.size();
  }

  /** Those that are given up. */
  BitSet gone() {
    return ranks(PeerRecord::isGivenUp);
  }

  /** Whether every peer but those that are given up is present and complete. */
  boolean allComplete() {
    return complete + givenUp == peers.size();
  }

  /** Whether no present peer is still to leave. */
  boolean allLeft() {
    return left == present;
  }

  BitSet missing() {
    return ranks(peer -> !peer.isPresent() && !peer.isGivenUp());
  }

  BitSet unready() {
    return ranks(peer -> !peer.isGivenUp() && !(peer.isPresent() && peer.isReady()));
  }

  BitSet staying() {
    return ranks(peer -> peer.isPresent() && !peer.hasLeft());
  }

  private BitSet ranks(Predicate<PeerRecord> which) {
    BitSet ranks = new BitSet();
    peers.stream().filter(which).forEach(peer -> ranks.set(peer.rank().value()));
    return ranks;
  }
}
