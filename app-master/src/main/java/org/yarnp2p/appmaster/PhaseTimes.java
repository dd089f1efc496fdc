package org.yarnp2p.appmaster;

import org.apache.hadoop.yarn.util.Clock;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.protocol.RankStatus;

/**
 * When the job reached its phases, in ms since the client began to submit it. The first time
 * counts, and of what the tracker says the earliest: what it says may have been on its way for
 * long. Thread-safe.
 */
final class PhaseTimes {
  private final Clock clock;
  private final long startedAt;
  private final long submit;
  private Long amUp;
  private Long containersUp;
  private Long gateOpen;
  private Long swarmDone;
  private Long committed;
  private Long swarmMillis;

  /**
   * @param clock ms that only grow
   * @param sinceStart ms between the start of the submission and now
   * @param submit ms that the submission took. Where the clocks of hosts differ these may be below
   *     0 or larger than the time since, and are then brought into that range
   */
  PhaseTimes(Clock clock, long sinceStart, long submit) {
    this.clock = clock;
    long since = Math.max(0, sinceStart);
    startedAt = clock.getTime() - since;
    this.submit = Math.max(0, Math.min(submit, since));
  }

  /** Takes over what an earlier attempt had reached; null for what it had not. */
  synchronized void restore(Phases earlier, Long swarm) {
    amUp = earlier.amUp();
    containersUp = earlier.containersUp();
    gateOpen = earlier.gateOpen();
    swarmDone = earlier.swarmDone();
    swarmMillis = swarm;
  }

  synchronized void amUp() {
    amUp = first(amUp, now());
  }

  synchronized void containersUp() {
    containersUp = first(containersUp, now());
  }

  synchronized void committed() {
    committed = first(committed, now());
  }

  /** Takes the ages of the gate and of the swarm's end from what the tracker says. */
  synchronized void tracker(RankStatus status) {
    long gateAgo = status.gateOpenedAgoMillis();
    long doneAgo = status.swarmDoneAgoMillis();
    long now = now();
    if (gateAgo >= 0) {
      gateOpen = earliest(gateOpen, now - gateAgo);
    }
    if (gateAgo >= 0 && doneAgo >= 0) {
      swarmDone = earliest(swarmDone, now - doneAgo);
      // The gate of a tracker that was started anew is not the swarm's.
      swarmMillis = first(swarmMillis, Math.max(gateAgo - doneAgo, swarmDone - gateOpen));
    }
  }

  synchronized Phases toReport() {
    return new Phases(submit, amUp, containersUp, gateOpen, swarmDone, committed);
  }

  /** Whether every peer that counts has everything. */
  synchronized boolean isSwarmDone() {
    return swarmDone != null;
  }

  /** Ms from the gate to the swarm's end on the tracker's clock; null before. */
  synchronized Long swarmMillis() {
    return swarmMillis;
  }

  /**
   * From the gate to a moment, ms; 0 before the gate, null when either is not known.
   *
   * @param moment on the clock; may be null
   */
  synchronized Long sinceGate(Long moment) {
    return moment == null || gateOpen == null
        ? null
        : (Long) Math.max(0, moment - startedAt - gateOpen);
  }

  /** Ms from the start of the submission to a moment on the clock; null of none. */
  Long sinceStart(Long moment) {
    return moment == null ? null : (Long) (moment - startedAt);
  }

  /** The inverse of {@link #sinceStart}, in any attempt of the ApplicationMaster. */
  Long moment(Long sinceStart) {
    return sinceStart == null ? null : (Long) (startedAt + sinceStart);
  }

  private long now() {
    return clock.getTime() - startedAt;
  }

  private static Long first(Long known, long now) {
    return known == null ? (Long) now : known;
  }

  private static Long earliest(Long known, long seen) {
    return known == null ? seen : Math.min(known, seen);
  }
}
