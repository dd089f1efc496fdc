package org.yarnp2p.peer.swarm;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Which segments this peer has, misses, and may ask for. */
final class Stock {
  private final SegmentTable table;
  private final BitSet have = new BitSet();
  private final BitSet missing = new BitSet();

  /** Missing segments that nothing is in flight for. */
  private final BitSet open = new BitSet();

  private final Map<Integer, Integer> missingOfFile = new HashMap<>();
  private final Set<Integer> dropped = new HashSet<>();

  Stock(SegmentTable table, List<SwarmFile> files) {
    this.table = table;
    for (SwarmFile file : files) {
      enter(file);
    }
  }

  private void enter(SwarmFile file) {
    int absent = 0;
    for (int segment = 0; segment < file.shape().segmentCount(); segment++) {
      int number = table.number(file.id(), segment);
      boolean held = file.held().get(segment);
      have.set(number, held);
      if (file.wanted() && !held) {
        absent++;
        missing.set(number);
        open.set(number);
      }
    }
    missingOfFile.put(file.id(), absent);
  }

  boolean has(int number) {
    return have.get(number);
  }

  /** Wanted segments that are not here; not to be changed. */
  BitSet missing() {
    return missing;
  }

  /** Missing segments that nothing is in flight for; not to be changed. */
  BitSet open() {
    return open;
  }

  /** Whether nothing of a wanted file is missing, be it that it is not wanted any more. */
  boolean complete(int file) {
    return missingOfFile.get(file) == 0;
  }

  /** Whether a file was not complete when it was lost. */
  boolean isDropped(int file) {
    return dropped.contains(file);
  }

  /**
   * A segment is here.
   *
   * @return whether it was not before
   */
  boolean arrived(int number) {
    if (have.get(number)) {
      return false;
    }
    have.set(number);
    open.clear(number);
    if (missing.get(number)) {
      missing.clear(number);
      missingOfFile.merge(table.file(number).id(), -1, Integer::sum);
    }
    return true;
  }

  /** A segment turned out to be wrong: it is missing again if it is wanted. */
  void lost(int number) {
    SwarmFile file = table.file(number);
    boolean held = have.get(number);
    have.clear(number);
    if (held && file.wanted() && !isDropped(file.id())) {
      missing.set(number);
      open.set(number);
      missingOfFile.merge(file.id(), 1, Integer::sum);
    }
  }

  /**
   * A file that is not complete is not wanted any more.
   *
   * @return what was missing of it
   */
  IntStream drop(int file) {
    BitSet gone = missing.get(0, table.endOf(file));
    gone.clear(0, table.firstOf(file));
    missing.andNot(gone);
    open.andNot(gone);
    missingOfFile.put(file, 0);
    dropped.add(file);
    return gone.stream();
  }

  /** A segment is asked for. */
  void reserve(int number) {
    open.clear(number);
  }

  /** Nothing is in flight for these any more. */
  void reopen(BitSet segments) {
    BitSet idle = (BitSet) segments.clone();
    idle.and(missing);
    open.or(idle);
  }
}
