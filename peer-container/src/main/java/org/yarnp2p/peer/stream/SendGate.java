package org.yarnp2p.peer.stream;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Few transfers at a time, the others ready behind them: a segment that has this peer's link for
 * itself is whole, and can be passed on, sooner than several that share it; and the next begins
 * without waiting for an agreement. Who waits for twice the usual time goes on all the same, so
 * that a receiver that has stopped holds up nobody for long. Thread-safe.
 */
final class SendGate {
  /** Weight of the last transfer in the usual time: one part of so many. */
  private static final int MEMORY = 8;

  private static final long FIRST_GUESS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Semaphore places;
  private final LongSupplier nanoClock;
  private long usualNanos = FIRST_GUESS_NANOS;

  /**
   * @param places transfers at a time, from 1
   * @param nanoClock such as {@link System#nanoTime}
   */
  SendGate(int places, LongSupplier nanoClock) {
    this.places = new Semaphore(places, true);
    this.nanoClock = nanoClock;
  }

  /** A transfer under way. */
  final class Passage {
    private final long since = nanoClock.getAsLong();
    private final boolean placed;

    private Passage(boolean placed) {
      this.placed = placed;
    }

    /** The transfer is over, or all but what the system has taken over. */
    void leave() {
      took(nanoClock.getAsLong() - since);
      if (placed) {
        places.release();
      }
    }
  }

  /** Waits for a place, but not for long. */
  Passage enter() throws InterruptedException {
    return new Passage(places.tryAcquire(patience(), TimeUnit.NANOSECONDS));
  }

  private synchronized long patience() {
    return Math.max(LEAST_NANOS, 2 * usualNanos);
  }

  private synchronized void took(long nanos) {
    // One that was stopped must not make the others patient.
    usualNanos += (Math.min(nanos, 2 * usualNanos) - usualNanos) / MEMORY;
  }
}
