package org.yarnp2p.peer.store;

import java.io.IOException;
import java.util.BitSet;
import java.util.SortedMap;
import org.yarnp2p.model.Digest;

/** Learns what is hashed, while the rest still is. By several threads; may make them wait. */
@FunctionalInterface
public interface Publication {
  /**
   * Digests are computed.
   *
   * @param file id in the job's plan
   * @param digests by segment, those that an earlier life of the rank has told as it has
   * @param altered segments whose bytes are not what that has told
   * @param vouch makes the store hold the segments, from when on others get them; may be run more
   *     than once
   */
  void publish(int file, SortedMap<Integer, Digest> digests, BitSet altered, Runnable vouch)
      throws IOException, InterruptedException;

  /** Nobody wants to know. */
  Publication NONE = (file, digests, altered, vouch) -> vouch.run();
}
