package org.yarnp2p.protocol;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.yarnp2p.model.Member;

/** The tracker's end of the long poll by which peers follow the swarm. */
public interface SwarmWatch {
  /**
   * Completes with the peer's view as soon as its version is above the known one, or with the same
   * view after the poll's time.
   *
   * @param knownVersion the version the peer has; 0 for none
   */
  CompletableFuture<SwarmView> watch(Member member, long knownVersion) throws IOException;
}
