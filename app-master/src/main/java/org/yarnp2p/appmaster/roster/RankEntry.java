package org.yarnp2p.appmaster.roster;

import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** One rank's line in the {@link Roster}, under its lock. */
final class RankEntry {
  private final Rank rank;
  private final int earlier;
  private int incarnation;
  private boolean inherited;
  private RankState state = RankState.PLANNED;
  private boolean ended;
  private String host;
  private String containerId;
  private Endpoint endpoint;
  private RankStatus status = RankStatus.starting();

  /** Of the lives before, all they have moved added up. */
  private RankStatus former = RankStatus.starting();

  /** When this life began to exchange and had all it wanted, on the roster's clock; null before. */
  private Long exchangingAt;

  private Long finishedAt;
  private long heardAt;
  private long registeredAt;
  private long requestedAt;
  private String reason;
  private final List<String> losses = new ArrayList<>();
  private final List<String> lostContainers = new ArrayList<>();

  /**
   * @param earlier the highest incarnation that an earlier attempt can have started
   */
  RankEntry(Rank rank, int earlier) {
    this.rank = rank;
    this.earlier = earlier;
  }

  Rank rank() {
    return rank;
  }

  int incarnation() {
    return incarnation;
  }

  RankState state() {
    return state;
  }

  RankStatus status() {
    return status;
  }

  boolean ended() {
    return ended;
  }

  boolean hasRegistered() {
    return endpoint != null;
  }

  void nextIncarnation(long now) {
    incarnation = Math.max(incarnation, earlier) + 1;
    inherited = false;
    requestedAt = now;
    state = RankState.REQUESTED;
    ended = false;
    host = null;
    containerId = null;
    endpoint = null;
    former = status;
    status = RankStatus.starting().withMovedOf(former);
    exchangingAt = null;
    finishedAt = null;
    heardAt = 0;
    registeredAt = 0;
    reason = null;
  }

  /** A container of an earlier attempt goes on; it says itself which incarnation it is. */
  void inherit(String onHost, String inContainer, long now) {
    incarnation = earlier;
    inherited = true;
    heardAt = now;
    requestedAt = now;
    launched(onHost, inContainer);
  }

  /** Whether a call may be of a container that was inherited, and is not of an older one. */
  boolean adopt(int caller) {
    boolean mayBe = inherited && caller <= earlier;
    boolean first = incarnation == earlier;
    if (!mayBe || (!first && caller < incarnation)) {
      return false;
    }
    if (!first && caller > incarnation) {
      endpoint = null;
    }
    incarnation = caller;
    return true;
  }

  /** Whether the fleet means this life: it knows an inherited one by the highest number only. */
  boolean isCalled(int incarnationOfTheFleet) {
    return incarnation == incarnationOfTheFleet || (inherited && incarnationOfTheFleet == earlier);
  }

  /** What the rank will want, before its container says so. */
  void expect(long bytes) {
    former = former.wanting(Math.max(bytes, former.wantedBytes()));
    status = RankStatus.starting().withMovedOf(former);
  }

  /** The rank goes on, or begins anew, after what an earlier attempt knew of it. */
  void recall(RankPast past) {
    recallLosses(past);
    if (!inherited && past.containerId() != null) {
      losses.add(
          "%s on %s (%s) was gone when another ApplicationMaster took over"
              .formatted(rank, past.host(), past.containerId()));
      lostContainers.add(past.containerId());
    }
    long wanted = Math.max(former.wantedBytes(), past.status().wantedBytes());
    former = inherited ? past.former() : past.status();
    expect(wanted);
  }

  private void recallLosses(RankPast past) {
    losses.addAll(past.losses());
    lostContainers.addAll(past.lostContainers());
  }

  /** The rank had done its work before this attempt began. */
  void doneBefore(RankPast past) {
    endedBefore(past);
    reach(RankState.DONE);
  }

  /** The rank was given up before this attempt began. */
  void givenUpBefore(RankPast past, RankState as, String why) {
    endedBefore(past);
    reason = why;
    reach(as);
  }

  private void endedBefore(RankPast past) {
    if (!inherited) {
      incarnation = Math.max(1, past.incarnation());
      host = past.host();
      containerId = past.containerId();
      ended = true;
    }
    recallLosses(past);
    status = past.status();
    exchangingAt = past.exchangingAt();
    finishedAt = past.finishedAt();
  }

  /** Whether its process should call at the interval of heartbeats. */
  boolean isToCall() {
    return !ended && (state == RankState.REGISTERED || (inherited && state == RankState.LAUNCHED));
  }

  long heardAt() {
    return heardAt;
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

  /** A heartbeat, or the last word; a heartbeat may be overtaken by that. */
  void heard(RankStatus figures, long now) {
    if (state != RankState.DONE) {
      status = figures.withMovedOf(former);
      exchangingAt = earliest(exchangingAt, figures.exchangingAgoMillis(), now);
      finishedAt = earliest(finishedAt, figures.finishedAgoMillis(), now);
    }
    heardAt = now;
  }

  /** Of what is told again and again the earliest: it may have been on its way for long. */
  private static Long earliest(Long known, long ago, long now) {
    if (ago < 0) {
      return null;
    }
    return known == null ? now - ago : Math.min(known, now - ago);
  }

  boolean isGivenUp() {
    return reason != null;
  }

  /** The job goes on without the rank, which wants nothing any more when it has not come. */
  void giveUp(RankState as, String why) {
    reason = why;
    if (!hasRegistered()) {
      status = status.wanting(0);
    }
    reach(as);
  }

  /** Whether it is at work and has not joined the swarm. */
  boolean isToJoin() {
    return state == RankState.REGISTERED
        && !ended
        && !isGivenUp()
        && status.phase() == RankPhase.STARTING;
  }

  /** When its latest container called for the first time. */
  long registeredAt() {
    return registeredAt;
  }

  /** Its work is done after all, whatever became of its container. */
  void excuse() {
    state = RankState.DONE;
  }

  /** This life is lost, and another takes its place. */
  void succeed(String loss, long now) {
    losses.add(loss);
    if (containerId != null) {
      lostContainers.add(containerId);
    }
    nextIncarnation(now);
  }

  /** The latest life that is over though the rank comes again; 0 for none. */
  int lostIncarnation() {
    if (isGivenUp() || state == RankState.PLANNED) {
      return 0;
    }
    if (state == RankState.FAILED) {
      return incarnation;
    }
    // What came before an inherited one the attempt before has told.
    return inherited ? 0 : incarnation - 1;
  }

  /** Whether its container is asked for, or started, and has not called. */
  boolean isAwaited() {
    return !hasRegistered()
        && !ended
        && !isGivenUp()
        && (state == RankState.REQUESTED || state == RankState.LAUNCHED);
  }

  /** When its latest container was asked for. */
  long requestedAt() {
    return requestedAt;
  }

  /** Whether it has joined, or its work is done. */
  boolean isInSwarm() {
    return state == RankState.DONE
        || (state == RankState.REGISTERED && !ended && status.phase() != RankPhase.STARTING);
  }

  /** Whether its work is done, but for serving others. */
  boolean hasEverything() {
    return state == RankState.DONE
        || (isInSwarm() && status.phase().compareTo(RankPhase.COMPLETE) >= 0);
  }

  /** Of the tracker: whether it waits for peers to join and to meet. */
  boolean isGathering() {
    return state == RankState.REGISTERED && status.phase() == RankPhase.JOINED;
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
        rank,
        incarnation,
        state,
        ended,
        host,
        containerId,
        endpoint,
        status,
        exchangingAt,
        finishedAt,
        heardAt,
        former,
        reason,
        List.copyOf(losses),
        List.copyOf(lostContainers));
  }
}
