package org.yarnp2p.peer.swarm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.SegmentRef;

/**
 * What this peer reads from origins: the segments that the tracker has given it, and when to ask
 * for more. Files of several segments come first, the largest at the front, so that all links are
 * busy with them while the many small files are read, each of which takes its time. Of the small
 * ones each peer begins with one drawn by chance, so that peers spread.
 */
final class OriginReads {
  private static final long RETRY_NANOS = 1_000_000_000L;

  /** The first claim after one that brought nothing comes sooner, the next ones twice as late. */
  private static final long FIRST_RETRY_NANOS = RETRY_NANOS / 4;

  /** Files of one segment that are claimed together at most. */
  private static final int MOST_SMALL = 1024;

  private final SwarmSettings settings;
  private final SegmentTable table;
  private final SegmentPicker picker;
  private final Stock stock;
  private final Requests requests;
  private final RequestSize size;
  private final int[] files;
  private final ArrayDeque<Integer> granted = new ArrayDeque<>();

  /** All that was ever granted. */
  private final BitSet seen = new BitSet();

  private int at;
  private boolean claiming;
  private int reading;
  private long pausedUntil = Long.MIN_VALUE;
  private long pause = FIRST_RETRY_NANOS;

  /**
   * @param size whose bound on bytes in flight these reads keep to
   * @param random says where a peer begins
   */
  OriginReads(
      SwarmSettings settings,
      SegmentTable table,
      SegmentPicker picker,
      Stock stock,
      Requests requests,
      RequestSize size,
      List<SwarmFile> files,
      RandomGenerator random) {
    this.settings = settings;
    this.table = table;
    this.picker = picker;
    this.stock = stock;
    this.requests = requests;
    this.size = size;
    List<SwarmFile> large = new ArrayList<>();
    List<SwarmFile> small = new ArrayList<>();
    files.stream()
        .filter(file -> file.hasOrigin() && file.wanted())
        .forEach(file -> (file.shape().segmentCount() > 1 ? large : small).add(file));
    large.sort(Comparator.comparingLong((SwarmFile file) -> file.shape().dataLength()).reversed());
    Collections.rotate(small, small.isEmpty() ? 0 : random.nextInt(small.size()));
    this.files = Stream.concat(large.stream(), small.stream()).mapToInt(SwarmFile::id).toArray();
  }

  /** Reads what was granted, as many segments at a time as there are readers, and claims more. */
  void schedule(long now, List<Action> actions) {
    if (files.length == 0) {
      return;
    }
    for (int number = next(); number >= 0; number = next()) {
      Requests.Request request = requests.open(null, List.of(number), 0, true, now);
      reading++;
      actions.add(new Action.ReadOrigin(request.id, table.ref(number)));
    }
    if (!claiming && granted.size() < settings.originReaders() && now >= pausedUntil) {
      claim(actions);
    }
  }

  /** A segment to read now, or -1: those that are here, or come from two others, are left out. */
  private int next() {
    while (size.mayAsk() && reading < settings.originReaders() && !granted.isEmpty()) {
      int segment = granted.poll();
      if (!stock.has(segment) && !requests.doubled().get(segment)) {
        return segment;
      }
    }
    return -1;
  }

  private void claim(List<Action> actions) {
    for (int i = 0; i < files.length && !claiming; i++) {
      int index = (at + i) % files.length;
      if (unheldByNeighbours(files[index])) {
        at = index;
        claiming = true;
        actions.add(claimOf(files[index]));
      }
    }
  }

  /** Whether the peer misses a segment of the file that no neighbour is known to hold. */
  private boolean unheldByNeighbours(int file) {
    int end = table.endOf(file);
    BitSet open = stock.open();
    for (int i = open.nextSetBit(table.firstOf(file));
        i >= 0 && i < end;
        i = open.nextSetBit(i + 1)) {
      if (picker.holders(i) == 0) {
        return true;
      }
    }
    return false;
  }

  /** As many segments as keep the readers busy; of small ones as many as travel together. */
  private Action.Claim claimOf(int file) {
    FileShape shape = table.shapeOf(file);
    int most = 2 * settings.originReaders();
    long bytes = most * Math.min(shape.segmentSize(), shape.dataLength());
    return bytes >= settings.bundleBytes()
        ? new Action.Claim(file, most, bytes)
        : new Action.Claim(file, MOST_SMALL, settings.bundleBytes());
  }

  /** A read is over; after one that failed nothing is claimed for a while, so that others may. */
  void ended(boolean failed, long now) {
    reading--;
    if (failed) {
      pausedUntil = now + RETRY_NANOS;
    }
  }

  /**
   * The answer to a claim. Without anything that was never granted before, the next claim waits a
   * while: the tracker repeats what it has given to this peer when nothing else is left.
   *
   * @param segments that this peer is to read, of use or not
   */
  void granted(List<SegmentRef> segments, long now) {
    claiming = false;
    List<Integer> numbers =
        segments.stream().map(table::number).filter(number -> number >= 0).toList();
    List<Integer> toRead =
        numbers.stream()
            .filter(stock.missing()::get)
            .filter(number -> !granted.contains(number) && !requests.readsFromOrigin(number))
            .toList();
    toRead.forEach(stock::reserve);
    granted.addAll(toRead);
    boolean news = numbers.stream().anyMatch(number -> !seen.get(number));
    numbers.forEach(seen::set);
    if (news) {
      pause = FIRST_RETRY_NANOS;
    } else {
      pausedUntil = now + pause;
      pause = Math.min(2 * pause, RETRY_NANOS);
    }
  }

  /**
   * When something may be possible that is not now, in ns; the largest value when nothing is due.
   */
  long wakeAt(long now) {
    return pausedUntil > now ? pausedUntil : Long.MAX_VALUE;
  }
}
