package org.yarnp2p.peer.swarm;

import java.util.HashMap;
import java.util.Map;
import org.yarnp2p.model.Rank;

/**
 * Whom to serve now. A fixed number of peers is served at the same time; another one hears when to
 * ask again instead of waiting in a queue. A peer that is being served goes on being served, but
 * when others wait it gives its slot up after a number of requests. For one thread.
 */
public final class UploadSlots {
  /** Requests that a peer gets in a row while others wait. */
  private static final int TURN = 8;

  /** How long a refused peer counts as waiting, in retry times. */
  private static final int PATIENCE = 3;

  private static final int LEAST_RETRY_MILLIS = 5;
  private static final int MOST_RETRY_MILLIS = 500;

  private final int slots;
  private final int requestsPerPeer;
  private final Map<Rank, Turn> served = new HashMap<>();

  /** Peers that were told to ask again, with the time they will have given up. */
  private final Map<Rank, Long> waiting = new HashMap<>();

  private double meanServiceNanos;

  /** A peer's current turn. */
  private static final class Turn {
    private int outstanding;
    private int granted;
  }

  /** What to answer. */
  public sealed interface Decision {
    /** Serve, then {@link UploadSlots#release}. */
    record Granted() implements Decision {}

    /**
     * Refuse.
     *
     * @param retryAfterMillis when a slot is likely to be free, in ms
     */
    record Busy(int retryAfterMillis) implements Decision {}
  }

  /**
   * @param slots peers served at the same time, from 1
   * @param requestsPerPeer requests of one peer served at the same time, from 1
   */
  public UploadSlots(int slots, int requestsPerPeer) {
    if (slots < 1 || requestsPerPeer < 1) {
      throw new IllegalArgumentException(
          "slots and requests begin at 1: " + slots + ", " + requestsPerPeer);
    }
    this.slots = slots;
    this.requestsPerPeer = requestsPerPeer;
  }

  /** A peer asks. */
  public Decision acquire(Rank asker, long now) {
    waiting.values().removeIf(until -> until < now);
    Turn turn = served.get(asker);
    boolean othersWait = waiting.size() > (waiting.containsKey(asker) ? 1 : 0);
    if (turn == null ? served.size() >= slots : turn.outstanding >= requestsPerPeer) {
      return refuse(asker, now);
    }
    if (turn != null && turn.granted >= TURN && othersWait) {
      return refuse(asker, now);
    }
    turn = served.computeIfAbsent(asker, a -> new Turn());
    turn.outstanding++;
    turn.granted++;
    waiting.remove(asker);
    return new Decision.Granted();
  }

  /**
   * A granted request is over, served or not.
   *
   * @param grantedAt when it was granted, in ns
   */
  public void release(Rank asker, long grantedAt, long now) {
    Turn turn = served.get(asker);
    if (turn == null) {
      throw new IllegalStateException(asker + " has no slot to release");
    }
    if (--turn.outstanding == 0) {
      served.remove(asker);
    }
    double took = now - grantedAt;
    meanServiceNanos = meanServiceNanos == 0 ? took : 0.8 * meanServiceNanos + 0.2 * took;
  }

  /** Peers being served. */
  public int inUse() {
    return served.size();
  }

  private Decision refuse(Rank asker, long now) {
    int retry = retryMillis();
    long until = now + 1_000_000L * PATIENCE * retry;
    if (!served.containsKey(asker)) {
      waiting.put(asker, until);
    }
    return new Decision.Busy(retry);
  }

  /**
   * When one of the slots is expected to become free. A free slot is not kept for anybody: those
   * who wait find it sooner than it could be kept, and an idle uplink is lost for good.
   */
  private int retryMillis() {
    double millis = meanServiceNanos / 1_000_000 / slots;
    return (int) Math.max(LEAST_RETRY_MILLIS, Math.min(MOST_RETRY_MILLIS, millis));
  }
}
