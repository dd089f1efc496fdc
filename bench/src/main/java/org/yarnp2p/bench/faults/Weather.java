package org.yarnp2p.bench.faults;

import java.util.random.RandomGenerator;
import org.yarnp2p.bench.faults.Fault.Kind;

/** What happens to a message on its way, by chance. */
final class Weather {
  private static final long LATENCY_NANOS = 200_000;

  private final RandomGenerator random;
  private final double lose;
  private final double repeat;
  private final long reorderNanos;

  Weather(FaultPlan plan, RandomGenerator random) {
    this.random = random;
    lose = plan.amount(Kind.LOSE);
    repeat = plan.amount(Kind.REPEAT);
    reorderNanos = (long) (plan.amount(Kind.REORDER) * 1e9);
  }

  boolean loses() {
    return lose > 0 && random.nextDouble() < lose;
  }

  boolean repeats() {
    return repeat > 0 && random.nextDouble() < repeat;
  }

  /** How long a message takes, in ns. */
  long delay() {
    long more = reorderNanos == 0 ? 0 : random.nextLong(reorderNanos);
    return LATENCY_NANOS + random.nextLong(LATENCY_NANOS) + more;
  }
}
