package org.yarnp2p.appmaster.roster;

import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** One rank's line in the {@link Roster}, under its lock. */
final class RankEntry {
  private final Rank rank;
  private int incarnation;
  private RankState state = RankState.PLANNED;
  private boolean ended;
  private String host;
  private String containerId;
  private Endpoint endpoint;
  private RankStatus status = RankStatus.starting();
  private long heardAt;
  private long registeredAt;
  private String reason;

  RankEntry(Rank rank) {
    this.rank = rank;
  }

  int incarnation() {
    return incarnation;
  }

  RankState state() {
    return state;
  }

  boolean ended() {
    return ended;
  }

  boolean hasRegistered() {
    return endpoint != null;
  }

  void nextIncarnation() {
    incarnation++;
    state = RankState.REQUESTED;
    ended = false;
    host = null;
    containerId = null;
    endpoint = null;
    status = RankStatus.starting();
    heardAt = 0;
    registeredAt = 0;
    reason = null;
  }

  void launched(String onHost, String asContainer) {
    host = onHost;
    containerId = asContainer;
    reach(RankState.LAUNCHED);
  }

  void registered(Endpoint at, long now) {
    registeredAt = endpoint == null ? now : registeredAt;
    endpoint = at;
    heardAt = now;
    reach(RankState.REGISTERED);
  }

  void heard(RankStatus figures, long now) {
    status = figures;
    heardAt = now;
  }

  boolean isGivenUp() {
    return reason != null;
  }

  /** The job goes on without the rank. */
  void giveUp(RankState as, String why) {
    reason = why;
    reach(as);
  }

  /** Whether it has been at work for longer than a time and has not joined the swarm. */
  boolean isLate(long millis, long now) {
    return state == RankState.REGISTERED
        && !ended
        && !isGivenUp()
        && status.phase() == RankPhase.STARTING
        && now - registeredAt > millis;
  }

  void end() {
    ended = true;
  }

  /** Moves forward only: the news of one container come over several threads. */
  void reach(RankState next) {
    if (next.compareTo(state) > 0) {
      state = next;
    }
  }

  RankSnapshot snapshot() {
    return new RankSnapshot(
        rank, incarnation, state, ended, host, containerId, endpoint, status, heardAt, reason);
  }
}
