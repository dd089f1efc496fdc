package org.yarnp2p.peer.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final int RATE = 1_000_000;

  private long now = TimeUnit.DAYS.toNanos(1);
  private long slept;

  /** Bytes that another takes while one sleeps for the first time, and how long it sleeps then. */
  private int meanwhile;

  private long meanwhileSlept;
  private final RateLimit limit = new RateLimit(RATE, () -> now, this::sleep);

  private void sleep(long nanos) {
    int others = meanwhile;
    meanwhile = 0;
    if (others > 0) {
      takeMeanwhile(others);
    }
    slept += nanos;
    now += nanos;
  }

  private void takeMeanwhile(int bytes) {
    long began = slept;
    try {
      limit.take(bytes);
    } catch (InterruptedIOException e) {
      throw new IllegalStateException(e);
    }
    meanwhileSlept = slept - began;
  }

  @Test
  void whatIsMovedInALongTimeIsTheRate() throws InterruptedIOException {
    long began = now;
    for (int i = 0; i < 1000; i++) {
      limit.take(10_000);
    }
    double seconds = (now - began) / 1e9;
    assertThat(seconds).isBetween(9.89, 10.0);
  }

  @Test
  void fewBytesAfterARestAreNotHeldBack() throws InterruptedIOException {
    limit.take(100_000);
    assertThat(slept).isZero();
    limit.take(1000);
    assertThat(slept).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    now += TimeUnit.HOURS.toNanos(1);
    limit.take(100_000);
    assertThat(slept).as("no more than a tenth of a second's").isEqualTo(1_000_000);
    limit.take(100_000);
    assertThat(slept).isEqualTo(TimeUnit.MILLISECONDS.toNanos(101));
  }

  @Test
  void whoTakesMuchLetsOthersInBetween() throws InterruptedIOException {
    limit.take(100_000);
    meanwhile = 1000;

    limit.take(10_000_000);

    assertThat(meanwhileSlept).isEqualTo(TimeUnit.MILLISECONDS.toNanos(101));
  }

  @Test
  void bytesFlowEvenly() {
    assertThat(limit.atATime(1 << 20)).isEqualTo(100_000);
    assertThat(limit.atATime(10)).isEqualTo(10);
    RateLimit slow = new RateLimit(20_000, () -> 0, nanos -> {});
    assertThat(slow.atATime(1 << 20)).as("worth a system call").isEqualTo(16 * 1024);
    RateLimit slower = new RateLimit(1000, () -> 0, nanos -> {});
    assertThat(slower.atATime(1 << 20)).as("within a second").isEqualTo(1000);
  }

  @Test
  void noLimitHoldsNobodyBack() throws InterruptedIOException {
    RateLimit none = RateLimit.of(0, System::nanoTime);
    none.take(Long.MAX_VALUE);
    assertThat(none).isSameAs(RateLimit.NONE);
    assertThat(none.atATime(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void whoIsInterruptedMovesNothing() {
    Thread.currentThread().interrupt();
    RateLimit real = RateLimit.of(1, System::nanoTime);
    assertThatThrownBy(() -> real.take(1000)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
