package org.yarnp2p.peer.download;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.SwarmState;

/**
 * The body of the one thread that owns the swarm's state: events go in, the actions that come out
 * are handed to others, from the opening of the gate on. Events that wait together go in together,
 * so that a peer with much to hear decides less often; news that cannot change anything waits for
 * others. Ends when the queue is closed.
 */
final class SwarmLoop implements Runnable {
  /** Events that go in together. */
  private static final int MOST_TOGETHER = 64;

  private final SwarmState state;
  private final List<Event> first;
  private final EventQueue events;
  private final Predicate<SegmentRef> holds;
  private final Dispatch dispatch;
  private final LongSupplier nanoClock;
  private final List<Action> waiting = new ArrayList<>();
  private volatile boolean open;
  private long wakeAt;
  private boolean asleep;

  /** Where actions go. */
  interface Dispatch {
    /** Hands an action over, without waiting for anything. */
    void perform(Action action);

    /** The events have been applied, and their actions are performed or wait for the gate. */
    void applied(List<Event> events);

    /** The state or an action threw, which is a mistake in this program. */
    void broken(RuntimeException e);
  }

  /**
   * @param first applied before those that wait in the queue
   * @param holds whether a segment is stored now
   */
  SwarmLoop(
      SwarmState state,
      List<Event> first,
      EventQueue events,
      Predicate<SegmentRef> holds,
      Dispatch dispatch,
      LongSupplier nanoClock) {
    this.state = state;
    this.first = first;
    this.events = events;
    this.holds = holds;
    this.dispatch = dispatch;
    this.nanoClock = nanoClock;
  }

  /** Actions are performed from now on, those that had to wait with the next event. Any thread. */
  void openGate() {
    open = true;
  }

  @Override
  public void run() {
    try {
      apply(first);
      while (!events.closed()) {
        List<Event> next = next();
        if (!next.isEmpty()) {
          apply(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the peer ends
    } catch (RuntimeException e) {
      dispatch.broken(e);
    }
  }

  private List<Event> next() throws InterruptedException {
    List<Event> next = new ArrayList<>();
    Event event = events.poll(untilWake(), state.newsCanWait());
    if (event != null) {
      next.add(event);
      events.drainTo(next, MOST_TOGETHER);
      next.removeIf(this::isPast);
    }
    if (asleep && nanoClock.getAsLong() - wakeAt >= 0) {
      asleep = false;
      next.add(new Event.Tick());
    }
    return next;
  }

  /**
   * Whether a segment that was stored has been dropped since: the news of that may have been faster
   * than this.
   */
  private boolean isPast(Event event) {
    return event instanceof Event.SegmentStored stored && !holds.test(stored.segment());
  }

  private void apply(List<Event> next) {
    for (Action action : state.apply(next, nanoClock.getAsLong())) {
      if (action instanceof Action.WakeAt wake) {
        wakeAt = asleep ? Math.min(wakeAt, wake.nanos()) : wake.nanos();
        asleep = true;
      } else {
        waiting.add(action);
      }
    }
    if (open) {
      waiting.forEach(dispatch::perform);
      waiting.clear();
    }
    dispatch.applied(next);
  }

  private long untilWake() {
    return asleep ? wakeAt - nanoClock.getAsLong() : Long.MAX_VALUE;
  }
}
