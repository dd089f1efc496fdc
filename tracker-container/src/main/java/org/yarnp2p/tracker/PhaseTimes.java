package org.yarnp2p.tracker;

import java.util.concurrent.TimeUnit;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.Trouble;

/** When the gate opened and when the swarm was done, by a clock in ns. Not thread-safe. */
final class PhaseTimes {
  private boolean open;
  private boolean done;
  private long openedAt;
  private long doneAt;

  /** Notes the phase of a moment, whatever came before it. */
  void note(SwarmPhase phase, long now) {
    if (!open && (phase == SwarmPhase.EXCHANGE || phase == SwarmPhase.DRAIN)) {
      open = true;
      openedAt = now;
    }
    if (!done && phase == SwarmPhase.DRAIN) {
      done = true;
      doneAt = now;
    }
  }

  RankStatus status(RankPhase phase, int joined, long grantedBytes, Trouble trouble, long now) {
    return RankStatus.ofTracker(
        phase,
        joined,
        open ? millis(now - openedAt) : -1,
        done ? millis(now - doneAt) : -1,
        grantedBytes,
        trouble);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
