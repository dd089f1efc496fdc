package org.yarnp2p.peer.concurrent;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds back those who move bytes, so that all together keep to a rate: a token bucket whose tokens
 * may be taken before they are there, by those who then wait for them. So they get their turns in
 * the order in which they came. Thread-safe.
 */
public final class RateLimit {
  /** Costs nothing and holds nobody back. */
  public static final RateLimit NONE = new RateLimit(0, () -> 0, nanos -> {});

  /** The bucket holds what comes in this time. */
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * Bytes at a time, at least: less is not worth a system call. But never more than come in a
   * second, so that the other end sees that something moves.
   */
  private static final int LEAST = 16 * 1024;

  private final long bytesPerSecond;
  private final LongSupplier nanoClock;
  private final Sleep sleep;

  /** When all tokens that have been taken will have been there, in ns. */
  private long paidUntil;

  /** Waits. */
  @FunctionalInterface
  interface Sleep {
    /** For so many ns, from 1. */
    void nanos(long nanos) throws InterruptedException;
  }

  RateLimit(long bytesPerSecond, LongSupplier nanoClock, Sleep sleep) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoClock = nanoClock;
    this.sleep = sleep;
    paidUntil = nanoClock.getAsLong() - BURST_NANOS;
  }

  /**
   * A limit.
   *
   * @param bytesPerSecond 0: none
   * @param nanoClock such as {@link System#nanoTime}
   */
  public static RateLimit of(long bytesPerSecond, LongSupplier nanoClock) {
    return bytesPerSecond == 0
        ? NONE
        : new RateLimit(bytesPerSecond, nanoClock, TimeUnit.NANOSECONDS::sleep);
  }

  /** How many of so many bytes to move at a time, so that they flow evenly; from 1. */
  public int atATime(int bytes) {
    return bytesPerSecond == 0 ? bytes : (int) Math.min(bytes, mostAtATime());
  }

  private long mostAtATime() {
    long burst = (long) ((double) bytesPerSecond * BURST_NANOS / TimeUnit.SECONDS.toNanos(1));
    return Math.max(Math.min(LEAST, bytesPerSecond), burst);
  }

  /** Returns when so many bytes may be moved; who takes many lets others in between. */
  public void take(long bytes) throws InterruptedIOException {
    if (bytesPerSecond == 0) {
      return;
    }
    long part = mostAtATime();
    for (long left = bytes; left > 0; left -= part) {
      await(reserve(Math.min(left, part)));
    }
  }

  private void await(long nanos) throws InterruptedIOException {
    if (nanos > 0) {
      try {
        sleep.nanos(nanos);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while it kept to the rate");
      }
    }
  }

  private synchronized long reserve(long bytes) {
    long now = nanoClock.getAsLong();
    double cost = (double) bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    paidUntil = Math.max(paidUntil, now - BURST_NANOS) + (long) cost;
    return paidUntil - now;
  }
}
