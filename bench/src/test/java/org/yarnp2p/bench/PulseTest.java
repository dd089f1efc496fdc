package org.yarnp2p.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.Console;

class PulseTest {
  private final StringWriter told = new StringWriter();
  private long now = -5;

  @Test
  void longSimulationTellsHowFarItIsEveryTenSeconds() {
    Pulse pulse =
        new Pulse(
            new Console(new PrintWriter(new StringWriter()), new PrintWriter(told), false),
            82.3,
            () -> now);
    pulse.at(1);
    now += TimeUnit.SECONDS.toNanos(10) - 1;
    pulse.at(2);
    assertThat(told.toString()).isEmpty();
    now++;
    pulse.at(3);
    pulse.at(4);
    now += TimeUnit.SECONDS.toNanos(10);
    pulse.at(9);
    assertThat(told.toString().lines())
        .containsExactly("simulated 3 s of at least 83 s", "simulated 9 s of at least 83 s");
  }
}
