package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The ranks of a swarm by the part they take. Only ranks that want the file pass segments on that
 * they did not hold from the start. The sets are disjoint and not changed after construction.
 *
 * @param wanting ranks that want the file, whatever they hold of it
 * @param whole ranks that hold all of it and do not want it
 * @param part ranks that hold a prefix of it and do not want it
 */
record SwarmMembers(BitSet wanting, BitSet whole, BitSet part) {
  /**
   * Those of one file. Who waits for no more of it passes nothing on that it lacks.
   *
   * @param firstHolders ranks that hold segments from their input
   * @param segments of the file; 0 as long as that is not known
   */
  static SwarmMembers of(
      FileWanters wanters, BitSet firstHolders, SegmentHolders holders, int segments) {
    BitSet waiting = wanters.waiting();
    BitSet whole = new BitSet();
    BitSet part = new BitSet();
    if (segments == 0) {
      return new SwarmMembers(new BitSet(), whole, part);
    }
    int last = segments - 1;
    firstHolders.stream()
        .filter(rank -> !waiting.get(rank))
        .forEach(rank -> (holders.holds(rank, last) ? whole : part).set(rank));
    wanters.released().stream()
        .filter(rank -> !whole.get(rank))
        .filter(rank -> IntStream.rangeClosed(0, last).anyMatch(s -> holders.holds(rank, s)))
        .forEach(part::set);
    return new SwarmMembers(waiting, whole, part);
  }

  int size() {
    return wanting.cardinality() + whole.cardinality() + part.cardinality();
  }

  boolean contains(int rank) {
    return wanting.get(rank) || whole.get(rank) || part.get(rank);
  }

  /** Ranks that hold something and do not want the file; a new set. */
  BitSet sources() {
    return union(whole, part);
  }

  /** All ranks of the swarm; a new set. */
  BitSet all() {
    return union(wanting, sources());
  }

  private static BitSet union(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.or(b);
    return both;
  }

  /** The same without some ranks. */
  SwarmMembers without(BitSet gone) {
    return new SwarmMembers(
        difference(wanting, gone), difference(whole, gone), difference(part, gone));
  }

  private static BitSet difference(BitSet set, BitSet gone) {
    BitSet rest = (BitSet) set.clone();
    rest.andNot(gone);
    return rest;
  }
}
