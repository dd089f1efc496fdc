package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.List;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;

/**
 * What peers ask of each other. A peer speaks for its own rank only ({@link
 * org.apache.hadoop.security.AccessControlException} otherwise).
 */
public interface PeerProtocol {
  /** Two neighbours tell each other all that they hold. */
  Introduction hello(Introduction caller) throws IOException;

  /** The caller has verified and stored these segments since its hello. */
  void have(Member member, List<SegmentRef> segments) throws IOException;

  /**
   * Asks for segments inside the answer: small ones, which need no slot, or under the slot that the
   * caller has been given.
   */
  FetchAnswer fetch(Member member, FetchRequest request) throws IOException;

  /**
   * All that the caller has fetched under its slot has arrived, and it does not need the slot any
   * more.
   */
  void release(Member member) throws IOException;

  /**
   * The peer's files as JSON: {@code {"file1": ["digest", "digest", null, ...], ...}}, for each
   * file the digests of the segments in order, null for a segment that it does not hold. For every
   * process of the job.
   *
   * @param name of one file, or null for all
   */
  String fileMap(String name) throws IOException;

  /**
   * Who speaks, and what it holds.
   *
   * @param member the speaker
   * @param holdings its segments, verified, of all files
   */
  record Introduction(Member member, List<Holding> holdings) {
    /** Copies the list. */
    public Introduction {
      holdings = List.copyOf(holdings);
    }
  }
}
