package org.yarnp2p.bench.sim;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads wait for each other, so often and for so short a time that they rarely sleep. What each
 * has written before it waits is seen by all after it.
 */
final class SpinBarrier {
  /** After so many the others take longer than usual, and may need the processor. */
  private static final int SPINS = 10_000;

  private final int threads;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int round;
  private volatile boolean broken;

  /**
   * @param threads that wait for each other, from 1
   */
  SpinBarrier(int threads) {
    this.threads = threads;
  }

  /**
   * Waits for all others.
   *
   * @return false when one of them will not come any more
   */
  boolean await() {
    int mine = round;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      round = mine + 1;
    }
    for (int spins = 0; round == mine && !broken; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(1);
      }
    }
    return !broken;
  }

  /** Nobody waits any more, now or later. */
  void breakUp() {
    broken = true;
  }
}
