package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A clock that moves from event to event. Events at the same time run in the order in which they
 * were set.
 */
public final class VirtualTime {
  /** A heap by time and sequence, in parallel arrays: millions of events, none of them boxed. */
  private long[] times = new long[1024];

  private long[] sequences = new long[1024];
  private Runnable[] works = new Runnable[1024];
  private int size;

  private Lane[] lanes = {};
  private long now;
  private long sequence;

  /**
   * Events with one and the same delay, which come due in the order in which they are set: a queue
   * for them costs less than the heap.
   */
  final class Lane {
    private final long delayNanos;
    private final ArrayDeque<Due> queue = new ArrayDeque<>();

    private Lane(long delayNanos) {
      this.delayNanos = delayNanos;
    }

    /** Runs work after the lane's delay. */
    void add(Runnable work) {
      queue.add(new Due(now + delayNanos, sequence++, work));
    }
  }

  private record Due(long at, long sequence, Runnable work) {}

  /** The current time, in ns from 0. */
  public long now() {
    return now;
  }

  /** A lane for events that all have this delay, in ns. */
  Lane lane(long delayNanos) {
    Lane lane = new Lane(delayNanos);
    lanes = Arrays.copyOf(lanes, lanes.length + 1);
    lanes[lanes.length - 1] = lane;
    return lane;
  }

  /** Runs work at a time, not before now. */
  public void at(long nanos, Runnable work) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      sequences = Arrays.copyOf(sequences, 2 * size);
      works = Arrays.copyOf(works, 2 * size);
    }
    rise(size++, Math.max(now, nanos), sequence++, work);
  }

  /** Runs work after a delay in ns. */
  public void after(long nanos, Runnable work) {
    at(now + nanos, work);
  }

  /** Moves to the next event and runs it; false when there is none. */
  public boolean step() {
    Lane next = null;
    long at = size > 0 ? times[0] : Long.MAX_VALUE;
    long order = size > 0 ? sequences[0] : Long.MAX_VALUE;
    for (Lane lane : lanes) {
      Due due = lane.queue.peek();
      if (due != null && before(due.at, due.sequence, at, order)) {
        next = lane;
        at = due.at;
        order = due.sequence;
      }
    }
    if (at == Long.MAX_VALUE) {
      return false;
    }
    now = at;
    (next == null ? takeFirst() : next.queue.remove().work).run();
    return true;
  }

  private Runnable takeFirst() {
    Runnable first = works[0];
    size--;
    long time = times[size];
    long order = sequences[size];
    Runnable work = works[size];
    works[size] = null;
    if (size > 0) {
      sink(time, order, work);
    }
    return first;
  }

  private void rise(int from, long time, long order, Runnable work) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) / 2;
      if (!before(time, order, times[parent], sequences[parent])) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, time, order, work);
  }

  private void sink(long time, long order, Runnable work) {
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size
          && before(times[child + 1], sequences[child + 1], times[child], sequences[child])) {
        child++;
      }
      if (!before(times[child], sequences[child], time, order)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, time, order, work);
  }

  private void move(int from, int to) {
    put(to, times[from], sequences[from], works[from]);
  }

  private void put(int at, long time, long order, Runnable work) {
    times[at] = time;
    sequences[at] = order;
    works[at] = work;
  }

  private static boolean before(long time, long order, long otherTime, long otherOrder) {
    return time != otherTime ? time < otherTime : order < otherOrder;
  }
}
