package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
  private final Rate rate = new Rate();

  private double at(double seconds, long bytes) {
    return rate.add((long) (seconds * TimeUnit.SECONDS.toNanos(1)), bytes);
  }

  @Test
  void firstTotalHasNoRate() {
    assertThat(at(0, 1000)).isZero();
  }

  @Test
  void rateIsThatOfTheLastSeconds() {
    at(0, 0);
    at(100, 0);
    assertThat(at(101, 500)).isEqualTo(500);
    assertThat(at(105, 500)).isEqualTo(100);
    assertThat(at(107, 500)).isZero();
  }

  @Test
  void shrinkingTotalBeginsAnew() {
    at(0, 1000);
    assertThat(at(1, 10)).isZero();
    assertThat(at(2, 30)).isEqualTo(20);
  }
}
