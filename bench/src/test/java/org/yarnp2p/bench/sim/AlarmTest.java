package org.yarnp2p.bench.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private final VirtualTime time = new VirtualTime();
  private final List<Long> rung = new ArrayList<>();
  private final Alarm alarm = new Alarm(time, () -> rung.add(time.now()));

  @Test
  void earliestOfSeveralTimesCounts() {
    alarm.set(30);
    alarm.set(10);
    alarm.set(20);
    run();
    assertThat(rung).containsExactly(10L);
  }

  @Test
  void itCanBeSetAgainWhenItHasRung() {
    alarm.set(10);
    run();
    alarm.set(25);
    run();
    assertThat(rung).containsExactly(10L, 25L);
  }

  private void run() {
    while (time.step()) {
      // until nothing is left to happen
    }
  }
}
