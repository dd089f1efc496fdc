package org.yarnp2p.bench.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock that moves from event to event. Events at the same time run in the order they were set.
 */
final class VirtualTime {
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));

  private long now;
  private long sequence;

  private record Event(long at, long sequence, Runnable work) {}

  /** The current time, in ns from 0. */
  long now() {
    return now;
  }

  /** Runs work at a time, not before now. */
  void at(long nanos, Runnable work) {
    queue.add(new Event(Math.max(now, nanos), sequence++, work));
  }

  /** Runs work after a delay in ns. */
  void after(long nanos, Runnable work) {
    at(now + nanos, work);
  }

  /** Moves to the next event and runs it; false when there is none. */
  boolean step() {
    Event next = queue.poll();
    if (next == null) {
      return false;
    }
    now = next.at;
    next.work.run();
    return true;
  }
}
