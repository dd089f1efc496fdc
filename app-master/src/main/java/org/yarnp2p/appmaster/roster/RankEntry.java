package org.yarnp2p.appmaster.roster;

import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
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
  }

  void launched(String onHost, String asContainer) {
    host = onHost;
    containerId = asContainer;
    reach(RankState.LAUNCHED);
  }

  void registered(Endpoint at, long now) {
    endpoint = at;
    heardAt = now;
    reach(RankState.REGISTERED);
  }

  void heard(RankStatus figures, long now) {
    status = figures;
    heardAt = now;
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
        rank, incarnation, state, ended, host, containerId, endpoint, status, heardAt);
  }
}
