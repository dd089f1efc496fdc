package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlainLinesTest {
  private final List<String> lines = new ArrayList<>();
  private long nanos = 1;
  private final PlainLines view = new PlainLines(lines::add, 10_000, () -> nanos);

  private void show(int second, String state, long acquired) {
    nanos = TimeUnit.SECONDS.toNanos(second);
    view.show(new JobProgress(state, "", 2, 2, acquired, 1000));
  }

  @Test
  void newStateIsShownAtOnceAndTheSameStateAtTheInterval() {
    show(1, "STARTING", 0);
    show(2, "STARTING", 1);
    show(3, "EXCHANGING", 100);
    show(4, "EXCHANGING", 200);
    show(12, "EXCHANGING", 300);
    show(13, "EXCHANGING", 400);
    assertThat(lines)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("STARTING, 2/2 ranks up, 0 B of 1000 B (0 %)"),
            line -> assertThat(line).contains("EXCHANGING").contains("(10 %)"),
            line -> assertThat(line).contains("EXCHANGING").contains("(40 %)"));
  }

  @Test
  void lineThatSaysNothingNewIsLeftOut() {
    show(1, "STARTING", 0);
    show(20, "STARTING", 0);
    assertThat(lines).hasSize(1);
  }

  @Test
  void closedViewIsSilent() {
    view.close();
    show(1, "STARTING", 0);
    assertThat(lines).isEmpty();
  }
}
