package org.yarnp2p.bench.sim;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads wait for each other, so often and for so short a time that they do not sleep. What each
 * has written before it waits is seen by all after it.
 */
final class SpinBarrier {
  /** Then others may have the processor. */
  private static final int SPINS = 1000;

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
        Thread.yield();
      }
    }
    return !broken;
  }

  /** Nobody waits any more, now or later. */
  void breakUp() {
    broken = true;
  }
}
