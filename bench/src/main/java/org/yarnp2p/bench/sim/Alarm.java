package org.yarnp2p.bench.sim;

/** Wakes a peer once, at the earliest of the times that were asked for since it last did. */
final class Alarm {
  private final VirtualTime time;
  private final Runnable wake;
  private long at = Long.MAX_VALUE;

  Alarm(VirtualTime time, Runnable wake) {
    this.time = time;
    this.wake = wake;
  }

  /**
   * Asks for a time.
   *
   * @param nanos of the virtual clock
   */
  void set(long nanos) {
    if (nanos < at || at <= time.now()) {
      at = nanos;
      time.at(nanos, () -> ring(nanos));
    }
  }

  private void ring(long nanos) {
    if (at == nanos) {
      at = Long.MAX_VALUE;
      wake.run();
    }
  }
}
