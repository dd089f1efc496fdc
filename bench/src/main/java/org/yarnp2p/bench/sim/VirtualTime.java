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

  private long now;
  private long sequence;

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

  /** When the next event is due, in ns; the largest value when there is none. */
  public long next() {
    long piled = size > 0 ? times[0] : Long.MAX_VALUE;
    if (sorted.isEmpty() && nextSlice <= piled >> SLICE_BITS) {
      turn();
    }
    Due turned = sorted.peek();
    return turned == null ? piled : Math.min(piled, turned.at);
  }

  /**
   * Moves the clock without running anything.
   *
   * @param nanos from now to {@link #next}
   */
  void advance(long nanos) {
    now = nanos;
  }

  /** Moves to the next event and runs it; false when there is none. */
  public boolean step() {
    long next = next();
    if (next == Long.MAX_VALUE) {
      return false;
    }
    now = next;
    Due turned = sorted.peek();
    boolean piled = size > 0 && (turned == null || before(times[0], sequences[0], turned));
    (piled ? takeFirst() : sorted.remove().work).run();
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

  private static boolean before(long time, long order, Due other) {
    return before(time, order, other.at, other.sequence);
  }

  private static boolean before(long time, long order, long otherTime, long otherOrder) {
    return time != otherTime ? time < otherTime : order < otherOrder;
  }
}
