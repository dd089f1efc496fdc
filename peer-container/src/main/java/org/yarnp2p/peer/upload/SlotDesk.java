package org.yarnp2p.peer.upload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.LeastSent;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.protocol.ReserveAnswer;

/**
 * Where peers wait for an upload slot, and where is decided what they get: slots and choices under
 * one lock. Nobody is answered under it. Thread-safe.
 */
final class SlotDesk {
  private final UploadSlots slots;
  private final LeastSent sent = new LeastSent();
  private final long waitNanos;
  private final LongSupplier nanoClock;
  private final Map<Rank, Waiting> waiting = new HashMap<>();
  private boolean open;

  /** A call that is not answered yet. */
  private record Waiting(CompletableFuture<ReserveAnswer> answer, long since) {
    void answer(ReserveAnswer with) {
      answer.complete(with);
    }
  }

  /**
   * @param waitMillis how long a peer waits before {@link #lookAtTime} answers it, in ms
   */
  SlotDesk(UploadSlots slots, long waitMillis, LongSupplier nanoClock) {
    this.slots = slots;
    waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
    this.nanoClock = nanoClock;
  }

  /** From now on slots are given. */
  void open() {
    synchronized (this) {
      open = true;
    }
    serve();
  }

  /** As {@link UploadSlots#nearest}. */
  synchronized void nearest(Set<Rank> ranks) {
    slots.nearest(ranks);
  }

  /** Slots that peers have. */
  synchronized int inUse() {
    return slots.inUse();
  }

  /** A peer waits for a slot. */
  CompletableFuture<ReserveAnswer> reserve(Rank asker) {
    CompletableFuture<ReserveAnswer> answer = new CompletableFuture<>();
    Waiting former;
    synchronized (this) {
      slots.want(asker);
      former = waiting.put(asker, new Waiting(answer, nanoClock.getAsLong()));
    }
    if (former != null) {
      former.answer(new ReserveAnswer.Busy(0));
    }
    serve();
    return answer;
  }

  /** A peer does not wait any more. */
  void withdraw(Rank asker) {
    Waiting former;
    synchronized (this) {
      slots.withdraw(asker);
      former = waiting.remove(asker);
    }
    if (former != null) {
      former.answer(new ReserveAnswer.Busy(0));
    }
  }

  /** A peer asks under its slot; false when it has none. */
  synchronized boolean begin(Rank asker) {
    return slots.begin(asker, nanoClock.getAsLong());
  }

  /** Whether a peer that is being answered keeps its slot. */
  synchronized boolean keeps(Rank asker) {
    return slots.keeps(asker, nanoClock.getAsLong());
  }

  /** A peer has what it asked for first, or will not get it. */
  void ended(Rank asker) {
    synchronized (this) {
      slots.end(asker, nanoClock.getAsLong());
    }
    serve();
  }

  /** A peer gives its slot back. */
  void release(Rank asker) {
    synchronized (this) {
      slots.release(asker);
    }
    serve();
  }

  /** A peer is gone. */
  void forget(Rank peer) {
    Waiting former;
    synchronized (this) {
      slots.forget(peer);
      former = waiting.remove(peer);
    }
    if (former != null) {
      former.answer(new ReserveAnswer.Busy(0));
    }
    serve();
  }

  /** To be called at intervals: ends what has lasted too long. */
  void lookAtTime() {
    List<Waiting> late = new ArrayList<>();
    synchronized (this) {
      long now = nanoClock.getAsLong();
      for (var each = waiting.entrySet().iterator(); each.hasNext(); ) {
        Map.Entry<Rank, Waiting> one = each.next();
        if (now - one.getValue().since() >= waitNanos) {
          slots.withdraw(one.getKey());
          late.add(one.getValue());
          each.remove();
        }
      }
    }
    late.forEach(one -> one.answer(new ReserveAnswer.Busy(0)));
    serve();
  }

  /** Gives free slots, and those that nobody uses, to those who wait. */
  private void serve() {
    List<Waiting> cleared = new ArrayList<>();
    synchronized (this) {
      if (open) {
        slots.grant(nanoClock.getAsLong()).forEach(rank -> cleared.add(waiting.remove(rank)));
      }
    }
    cleared.forEach(one -> one.answer(new ReserveAnswer.Clear()));
  }

  /** What goes out of what a peer would take; see {@link LeastSent#choose}. */
  synchronized List<SegmentRef> choose(
      List<SegmentRef> candidates, ToIntFunction<SegmentRef> length, long mostBytes) {
    return sent.choose(candidates, length, mostBytes);
  }

  /** A chosen segment did not go out. */
  synchronized void unsent(SegmentRef segment) {
    sent.unsent(segment);
  }
}
