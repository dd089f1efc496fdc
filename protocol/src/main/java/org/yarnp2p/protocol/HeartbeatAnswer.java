package org.yarnp2p.protocol;

import java.util.Set;
import org.yarnp2p.model.Rank;

/**
 * The ApplicationMaster's answer to a heartbeat.
 *
 * @param order what the container is to do
 * @param gone to the tracker only: all peers that the job goes on without
 */
public record HeartbeatAnswer(Order order, Set<Rank> gone) {
  /** Copies the set. */
  public HeartbeatAnswer {
    gone = Set.copyOf(gone);
  }

  /** With nobody gone. */
  public static HeartbeatAnswer of(Order order) {
    return new HeartbeatAnswer(order, Set.of());
  }
}
