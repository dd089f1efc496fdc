package org.yarnp2p.peer.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.Rank;

/**
 * Whom to serve now. A fixed number of peers is served at the same time. Those that want a slot
 * wait; whenever one is free it goes to one of them, drawn by chance, half of them among those that
 * are near: in a fixed order, peers that asked several sources at the same time would be served by
 * all of them at the same time. A peer keeps its slot as long as nobody waits, and otherwise until
 * its turn is over. A slot under which nothing is asked for a time is taken back. For one thread.
 */
public final class UploadSlots {
  /** Weight of the newest request in the mean. */
  private static final double NEWEST = 0.2;

  private final SlotCount slots;
  private final long turnNanos;
  private final long idleNanos;
  private final RandomGenerator random;
  private final List<Rank> waiting = new ArrayList<>();

  /** Turns of each peer, the oldest first; all but the last are over and have bytes under way. */
  private final Map<Rank, List<Turn>> served = new HashMap<>();

  private Set<Rank> nearest = Set.of();
  private int inUse;

  /** No slot can have been idle for too long before this time, in ns. */
  private long noneIdleBefore = Long.MIN_VALUE;

  /** How long requests take from the asking to the arrival, in ns; 0 before the first. */
  private double meanNanos;

  private static final class Turn {
    private final long since;
    private long idleSince;

    /** When each request that is under way was made. */
    private final ArrayDeque<Long> asked = new ArrayDeque<>(2);

    private boolean begun;
    private boolean over;

    private Turn(long now) {
      since = now;
      idleSince = now;
    }
  }

  /**
   * @param slots peers served at the same time; told how long agreements and transfers take
   * @param turnNanos how long a turn lasts at most while others wait, in ns; one request is always
   *     allowed
   * @param idleNanos how long a slot is kept for a peer that does not ask, in ns
   * @param random draws among those who wait
   */
  public UploadSlots(SlotCount slots, long turnNanos, long idleNanos, RandomGenerator random) {
    this.slots = slots;
    this.turnNanos = turnNanos;
    this.idleNanos = idleNanos;
    this.random = random;
  }

  /**
   * Every second slot goes to one of these, if one waits: what has come into a rack is to be passed
   * on there, and few others that ask are near.
   *
   * @param ranks the nearest neighbours; when they are few, or all are equally near, that makes no
   *     difference
   */
  public void nearest(Set<Rank> ranks) {
    nearest = ranks.size() < NearerFirst.ENOUGH ? Set.of() : ranks;
  }

  /** A peer waits for a slot from now on; {@link #grant} tells when it has one. */
  public void want(Rank asker) {
    if (!waiting.contains(asker)) {
      waiting.add(asker);
    }
  }

  /** A peer does not wait any more. */
  public void withdraw(Rank asker) {
    waiting.remove(asker);
  }

  /** Takes idle slots back and gives the free ones away; those who get one now. */
  public List<Rank> grant(long now) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    takeBackIdle(now);
    List<Rank> cleared = new ArrayList<>();
    while (inUse < slots.now() && !waiting.isEmpty()) {
      Rank next = draw();
      release(next);
      served.computeIfAbsent(next, r -> new ArrayList<>(1)).add(new Turn(now));
      inUse++;
      cleared.add(next);
    }
    return cleared;
  }

  /**
   * A peer asks for segments under its slot.
   *
   * @return false when it has none, or not any more
   */
  public boolean begin(Rank asker, long now) {
    Turn turn = current(asker);
    if (turn == null) {
      return false;
    }
    if (!turn.begun) {
      turn.begun = true;
      slots.agreed(now - turn.since);
    }
    turn.asked.add(now);
    return true;
  }

  /**
   * Whether a peer keeps its slot for a further request. Asked once for each request, when its
   * answer begins; after false, the slot is free as soon as what was asked has arrived.
   */
  public boolean keeps(Rank asker, long now) {
    Turn turn = current(asker);
    if (turn == null) {
      return false;
    }
    turn.over = !waiting.isEmpty() && !allows(turn, now);
    return !turn.over;
  }

  /** Whether one more request would fit into a turn, as far as can be known. */
  private boolean allows(Turn turn, long now) {
    double needed = meanNanos * (turn.asked.size() + 1);
    return meanNanos > 0 && now - turn.since + needed <= turnNanos;
  }

  /** What a peer has asked for with its oldest request has arrived, or will not come. */
  public void end(Rank asker, long now) {
    for (Turn turn : served.getOrDefault(asker, List.of())) {
      Long since = turn.asked.poll();
      if (since != null) {
        double took = now - since;
        meanNanos = meanNanos == 0 ? took : meanNanos + NEWEST * (took - meanNanos);
        slots.transferred(now - since);
        turn.idleSince = now;
        break;
      }
    }
    sweep(asker);
  }

  /** A peer gives its slot back; it is free when nothing is under way in it. */
  public void release(Rank asker) {
    end(current(asker));
    sweep(asker);
  }

  /** A peer is gone, with all that was under way to it. */
  public void forget(Rank peer) {
    withdraw(peer);
    List<Turn> turns = served.remove(peer);
    inUse -= turns == null ? 0 : turns.size();
  }

  /** Slots that are not free. */
  public int inUse() {
    return inUse;
  }

  private Rank draw() {
    int at = nearest.isEmpty() || random.nextBoolean() ? -1 : random(nearest);
    if (at < 0) {
      at = random.nextInt(waiting.size());
    }
    Rank drawn = waiting.get(at);
    int last = waiting.size() - 1;
    waiting.set(at, waiting.get(last));
    waiting.remove(last);
    return drawn;
  }

  /** Where one of these waits; -1 when none does. */
  private int random(Set<Rank> among) {
    int found = -1;
    int count = 0;
    for (int at = 0; at < waiting.size(); at++) {
      if (among.contains(waiting.get(at)) && random.nextInt(++count) == 0) {
        found = at;
      }
    }
    return found;
  }

  private void takeBackIdle(long now) {
    if (now < noneIdleBefore) {
      return;
    }
    long oldest = now;
    for (Rank peer : List.copyOf(served.keySet())) {
      for (Turn turn : served.get(peer)) {
        boolean idle = turn.asked.isEmpty();
        turn.over |= idle && now - turn.idleSince > idleNanos;
        oldest = idle && !turn.over ? Math.min(oldest, turn.idleSince) : oldest;
      }
      sweep(peer);
    }
    noneIdleBefore = oldest + idleNanos;
  }

  /** The turn in which a peer may ask, or null. */
  private Turn current(Rank peer) {
    List<Turn> turns = served.getOrDefault(peer, List.of());
    Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
    return last == null || last.over ? null : last;
  }

  private static void end(Turn turn) {
    if (turn != null) {
      turn.over = true;
    }
  }

  private void sweep(Rank peer) {
    List<Turn> turns = served.get(peer);
    if (turns == null) {
      return;
    }
    for (Iterator<Turn> each = turns.iterator(); each.hasNext(); ) {
      Turn turn = each.next();
      if (turn.over && turn.asked.isEmpty()) {
        each.remove();
        inUse--;
      }
    }
    if (turns.isEmpty()) {
      served.remove(peer);
    }
  }
}
