package org.yarnp2p.tracker;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;

/** What follows when ranks that hold the same file tell different things of it. */
interface HolderRules {
  /**
   * Notes what a peer holds from its input and wants.
   *
   * @return why the swarm fails
   * @throws IOException when the job has no such file
   */
  Optional<String> joined(PeerRecord peer, JoinRequest request) throws IOException;

  /**
   * Notes digests of what a peer holds from its input.
   *
   * @return why the swarm fails
   * @throws IOException when the job has no such file
   */
  Optional<String> told(PeerRecord peer, Report report) throws IOException;

  /**
   * Notes what a peer has now.
   *
   * @return segments that it has to drop
   * @throws IOException when the job has no such file
   */
  List<SegmentRef> acquired(PeerRecord peer, Report report) throws IOException;

  /** Whether a peer has told of something that it has still to replace. */
  boolean lacks(PeerRecord peer);

  /** A peer is lost. */
  void forget(PeerRecord peer);

  /** They must agree: nobody can say who is right, so the swarm fails. */
  static HolderRules unanimous(FileMap map) {
    return new HolderRules() {
      @Override
      public Optional<String> joined(PeerRecord peer, JoinRequest request) throws IOException {
        map.want(peer);
        return map.declare(peer, request.held());
      }

      @Override
      public Optional<String> told(PeerRecord peer, Report report) throws IOException {
        return map.tell(peer, report.acquired());
      }

      @Override
      public List<SegmentRef> acquired(PeerRecord peer, Report report) throws IOException {
        return map.acquire(peer, report.acquired());
      }

      @Override
      public boolean lacks(PeerRecord peer) {
        return false;
      }

      @Override
      public void forget(PeerRecord peer) {}
    };
  }

  /**
   * Nobody holds anything from an input. What is known already stands, since it can be read again;
   * what differs is disowned.
   */
  static HolderRules firstComeStands(FileMap map) {
    DisownedSegments disowned = new DisownedSegments();
    return new HolderRules() {
      @Override
      public Optional<String> joined(PeerRecord peer, JoinRequest request) throws IOException {
        map.want(peer);
        disowned.forget(peer.rank().value()); // a former life's
        return Optional.empty();
      }

      @Override
      public Optional<String> told(PeerRecord peer, Report report) {
        return Optional.empty();
      }

      @Override
      public List<SegmentRef> acquired(PeerRecord peer, Report report) throws IOException {
        List<SegmentRef> refused = map.acquire(peer, report.acquired());
        return disowned.reported(
            peer.rank().value(), report.acquired(), refused, report.complete());
      }

      @Override
      public boolean lacks(PeerRecord peer) {
        return disowned.any(peer.rank().value());
      }

      @Override
      public void forget(PeerRecord peer) {
        disowned.forget(peer.rank().value());
      }
    };
  }
}
