package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/**
 * What a peer leaves to sources that are nearer than another one, so that a segment comes into a
 * rack about once, whatever the others in the rack want: what they hold, unless they are slow or
 * this peer waits for one of their slots for long, and what they are about to get from afar
 * themselves. For one thread.
 */
final class NearerFirst {
  /**
   * So many nearer sources are worth waiting for when there is nothing else to do: the link of a
   * rack carries what two or three hosts in it get.
   */
  static final int ENOUGH = 3;

  /** A source is too busy when a slot of its is waited for longer than so many transfers take. */
  private static final int TRANSFERS = 4;

  /** The same for a peer that gets nothing meanwhile. */
  private static final int IDLE_TRANSFERS = 1;

  /** What a peer has said that it gets is believed for so many. */
  private static final int BELIEF_TRANSFERS = 16;

  /** How long a transfer takes, as long as none has been measured. */
  private static final long FIRST_GUESS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Neighbourhood neighbours;
  private final SlotCount slots;
  private final Predicate<Source> slow;

  /**
   * @param slots knows how long transfers take
   * @param slow sources that are not worth waiting for
   */
  NearerFirst(Neighbourhood neighbours, SlotCount slots, Predicate<Source> slow) {
    this.neighbours = neighbours;
    this.slots = slots;
    this.slow = slow;
  }

  /**
   * What a source offers of these, less what is left to nearer ones; a new set.
   *
   * @param idle whether the peer gets nothing now
   */
  BitSet offered(Source source, BitSet wanted, boolean idle, long now) {
    BitSet offered = source.offered(wanted);
    if (source.distance > neighbours.nearest() && !offered.isEmpty()) {
      leave(source, offered, idle, now);
    }
    return offered;
  }

  /** Whether that is anything; without a set, where nobody is nearer. */
  boolean offers(Source source, BitSet wanted, boolean idle, long now) {
    return source.offers(wanted)
        && (source.distance == neighbours.nearest()
            || !offered(source, wanted, idle, now).isEmpty());
  }

  private void leave(Source source, BitSet offered, boolean idle, long now) {
    if (idle && nearerThan(source) < ENOUGH) {
      return;
    }
    long patience = patience(idle);
    long belief = transfers(BELIEF_TRANSFERS);
    for (Source nearer : neighbours.all()) {
      if (nearer.distance < source.distance) {
        if (nearer.ready(now) && !nearer.keepsWaiting(now, patience) && !slow.test(nearer)) {
          offered.andNot(nearer.offered(offered));
        }
        if (now - nearer.foretoldAt() < belief) {
          offered.andNot(nearer.coming);
        }
      }
    }
  }

  private int nearerThan(Source source) {
    int nearer = 0;
    for (Source other : neighbours.all()) {
      nearer += other.distance < source.distance ? 1 : 0;
    }
    return nearer;
  }

  /** When something is not left to nearer sources any more, in ns; the largest number if never. */
  long changesAt(boolean idle, long now) {
    long next = Long.MAX_VALUE;
    if (neighbours.farthest() == neighbours.nearest()) {
      return next;
    }
    long patience = patience(idle);
    long belief = transfers(BELIEF_TRANSFERS);
    for (Source source : neighbours.all()) {
      if (source.waits() && !source.keepsWaiting(now, patience)) {
        next = Math.min(next, source.waitsSince() + patience);
      }
      if (!source.coming.isEmpty() && now - source.foretoldAt() < belief) {
        next = Math.min(next, source.foretoldAt() + belief);
      }
    }
    return next;
  }

  /** These come from a source: adds that nearer neighbours are to hear of it. */
  void foretell(Source from, List<SegmentRef> segments, List<Action> actions) {
    if (segments.isEmpty() || from.distance == neighbours.nearest()) {
      return;
    }
    List<Rank> nearer = new ArrayList<>();
    for (Source other : neighbours.all()) {
      if (other.distance < from.distance && other.files.get(segments.get(0).file())) {
        nearer.add(other.rank);
      }
    }
    if (!nearer.isEmpty()) {
      actions.add(new Action.Foretell(segments, nearer));
    }
  }

  private long patience(boolean idle) {
    return transfers(idle ? IDLE_TRANSFERS : TRANSFERS);
  }

  private long transfers(int count) {
    long one = slots.transferNanos();
    return count * (one == 0 ? FIRST_GUESS_NANOS : Math.max(LEAST_NANOS, one));
  }
}
