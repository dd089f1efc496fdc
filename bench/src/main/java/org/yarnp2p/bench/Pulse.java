package org.yarnp2p.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.yarnp2p.client.Console;

/** Tells people how far a simulation is, when it takes long. */
final class Pulse {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Console console;
  private final double boundSeconds;
  private final LongSupplier nanoClock;
  private long toldAt;

  /**
   * @param boundSeconds before which the swarm cannot end, on its virtual clock
   * @param nanoClock of the people's time, such as {@link System#nanoTime}
   */
  Pulse(Console console, double boundSeconds, LongSupplier nanoClock) {
    this.console = console;
    this.boundSeconds = boundSeconds;
    this.nanoClock = nanoClock;
    toldAt = nanoClock.getAsLong();
  }

  /** The simulation is there, in seconds of the virtual clock. */
  void at(long seconds) {
    long now = nanoClock.getAsLong();
    if (now - toldAt >= INTERVAL_NANOS) {
      toldAt = now;
      console.note(
          String.format(
              Locale.ROOT, "simulated %d s of at least %.0f s", seconds, Math.ceil(boundSeconds)));
    }
  }
}
