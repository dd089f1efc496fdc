package org.yarnp2p.tracker;

import java.util.BitSet;

/**
 * The ranks that want one file, and which of them still wait for it: neither who has its output
 * from an earlier life, nor who has let the file go as lost. Not thread-safe.
 */
final class FileWanters {
  private final BitSet wanting = new BitSet();

  /** Of those: they wait for no more of the file, whether they have it or not. */
  private final BitSet released = new BitSet();

  private final Runnable changed;

  /**
   * @param changed run when others wait for the file than those who want it, or than before
   */
  FileWanters(Runnable changed) {
    this.changed = changed;
  }

  void add(int rank) {
    wanting.set(rank);
  }

  boolean contains(int rank) {
    return wanting.get(rank);
  }

  /** This life of a rank waits for no more of the file. */
  void release(int rank) {
    if (!released.get(rank)) {
      released.set(rank);
      changed.run();
    }
  }

  /** A life of a rank is over: the next one waits for the file again. */
  void forget(int rank) {
    if (released.get(rank)) {
      released.clear(rank);
      changed.run();
    }
  }

  /** Ranks, be they lost, that wait for what they lack; the caller's own copy. */
  BitSet waiting() {
    BitSet waiting = (BitSet) wanting.clone();
    waiting.andNot(released);
    return waiting;
  }

  /** Ranks that wait for no more; the caller's own copy. */
  BitSet released() {
    return (BitSet) released.clone();
  }
}
