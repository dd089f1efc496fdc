package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * A clock that moves from event to event. Events at the same time run in the order in which they
 * were set.
 *
 * <p>Most events come due within half a second. They lie unsorted in the slices of a wheel, each of
 * which is sorted when its time has come; what is later or sooner is in a heap.
 */
public final class VirtualTime {
  /** A slice is 2^17 ns, 0.13 ms. */
  private static final int SLICE_BITS = 17;

  private static final int SLICES = 4096;

  private static final Comparator<Due> BY_TIME =
      Comparator.comparingLong(Due::at).thenComparingLong(Due::sequence);

  private final List<List<Due>> wheel = new ArrayList<>(SLICES);

  /** Which slices of the wheel have events. */
  private final BitSet filled = new BitSet(SLICES);

  /** Number of the slice that was sorted last, counted from time 0; later ones are in the wheel. */
  private long slice;

  /** What of that slice is still to come. */
  private final ArrayDeque<Due> sorted = new ArrayDeque<>();

  /** Number of the next slice with events; the largest value when there is none. */
  private long nextSlice = Long.MAX_VALUE;

  /** A heap by time and sequence, in parallel arrays, none of them boxed. */
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

  /** At time 0, without events. */
  public VirtualTime() {
    for (int i = 0; i < SLICES; i++) {
      wheel.add(new ArrayList<>());
    }
  }

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
    long due = Math.max(now, nanos);
    if (nextSlice == Long.MAX_VALUE && sorted.isEmpty()) {
      slice = now >> SLICE_BITS;
    }
    long itsSlice = due >> SLICE_BITS;
    if (itsSlice > slice && itsSlice < slice + SLICES) {
      int index = (int) (itsSlice % SLICES);
      wheel.get(index).add(new Due(due, sequence++, work));
      filled.set(index);
      nextSlice = Math.min(nextSlice, itsSlice);
    } else {
      pile(due, work);
    }
  }

  private void pile(long due, Runnable work) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      sequences = Arrays.copyOf(sequences, 2 * size);
      works = Arrays.copyOf(works, 2 * size);
    }
    rise(size++, due, sequence++, work);
  }

  /** Runs work after a delay in ns. */
  public void after(long nanos, Runnable work) {
    at(now + nanos, work);
  }

  /** Moves to the next event and runs it; false when there is none. */
  public boolean step() {
    Lane lane = null;
    boolean piled = size > 0;
    long at = piled ? times[0] : Long.MAX_VALUE;
    long order = piled ? sequences[0] : Long.MAX_VALUE;
    for (Lane one : lanes) {
      Due due = one.queue.peek();
      if (due != null && before(due.at, due.sequence, at, order)) {
        lane = one;
        at = due.at;
        order = due.sequence;
      }
    }
    if (sorted.isEmpty() && nextSlice <= at >> SLICE_BITS) {
      turn();
    }
    Due turned = sorted.peek();
    if (turned != null && before(turned.at, turned.sequence, at, order)) {
      now = turned.at;
      sorted.remove().work.run();
      return true;
    }
    if (at == Long.MAX_VALUE) {
      return false;
    }
    now = at;
    (lane == null ? takeFirst() : lane.queue.remove().work).run();
    return true;
  }

  /** Sorts the next slice with events. */
  private void turn() {
    slice = nextSlice;
    int index = (int) (slice % SLICES);
    List<Due> due = wheel.get(index);
    due.sort(BY_TIME);
    sorted.addAll(due);
    due.clear();
    filled.clear(index);
    int next = filled.nextSetBit(index);
    int wrapped = next < 0 ? filled.nextSetBit(0) : next;
    nextSlice = wrapped < 0 ? Long.MAX_VALUE : slice + Math.floorMod(wrapped - index, SLICES);
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
