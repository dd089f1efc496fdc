package org.yarnp2p.peer.download;

import java.io.IOException;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.PeerCalls;

/** Finds the neighbours of this peer. */
@FunctionalInterface
public interface PeerDirectory {
  /**
   * A neighbour to call.
   *
   * @throws IOException when the rank is not a neighbour
   */
  PeerCalls peer(Rank rank) throws IOException;
}
