package org.yarnp2p.client.yarn;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Time that passes only when somebody pauses. */
public final class FakeTime implements Pause, LongSupplier {
  private long nanos = 1;

  @Override
  public void pause(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Override
  public long getAsLong() {
    return nanos;
  }

  /** Since the beginning. */
  public long passedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
