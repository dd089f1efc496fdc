package org.yarnp2p.peer.swarm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/**
 * What a peer leaves to sources that are nearer than another one, so that a segment comes into a
 * rack about once, whatever the others in the rack want: what they hold, unless this peer waits for
 * one of their slots for long, and what they are about to get from afar themselves. For one thread.
 */
final class NearerFirst {
  /** A source is too busy when a slot of its is waited for longer than so many transfers take. */
  private static final int TRANSFERS = 4;

  private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** As long as no transfer has been measured. */
  private static final long FIRST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What a peer has said that it gets is believed for so many times as long. */
  private static final int BELIEF = 4;

  private final Neighbourhood neighbours;
  private final SlotCount slots;

  /**
   * @param slots knows how long transfers take
   */
  NearerFirst(Neighbourhood neighbours, SlotCount slots) {
    this.neighbours = neighbours;
    this.slots = slots;
  }

  /** What a source offers of these, less what is left to nearer ones; a new set. */
  BitSet offered(Source source, BitSet wanted, long now) {
    BitSet offered = source.offered(wanted);
    if (source.distance > neighbours.nearest() && !offered.isEmpty()) {
      leave(source, offered, now);
    }
    return offered;
  }

  /** Whether that is anything; without a set, where nobody is nearer. */
  boolean offers(Source source, BitSet wanted, long now) {
    return source.offers(wanted)
        && (source.distance == neighbours.nearest() || !offered(source, wanted, now).isEmpty());
  }

  private void leave(Source source, BitSet offered, long now) {
    long patience = patience();
    for (Source nearer : neighbours.all()) {
      if (nearer.distance < source.distance) {
        if (nearer.ready(now) && !nearer.keepsWaiting(now, patience)) {
          offered.andNot(nearer.offered(offered));
        }
        if (now - nearer.foretoldAt() < BELIEF * patience) {
          offered.andNot(nearer.coming);
        }
      }
    }
  }

  /** When something is not left to nearer sources any more, in ns; the largest number if never. */
  long changesAt(long now) {
    long next = Long.MAX_VALUE;
    if (neighbours.farthest() == neighbours.nearest()) {
      return next;
    }
    long patience = patience();
    for (Source source : neighbours.all()) {
      if (source.waits() && !source.keepsWaiting(now, patience)) {
        next = Math.min(next, source.waitsSince() + patience);
      }
      if (!source.coming.isEmpty() && now - source.foretoldAt() < BELIEF * patience) {
        next = Math.min(next, source.foretoldAt() + BELIEF * patience);
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

  private long patience() {
    long transfer = slots.transferNanos();
    return transfer == 0
        ? FIRST_PATIENCE_NANOS
        : Math.max(LEAST_PATIENCE_NANOS, TRANSFERS * transfer);
  }
}
