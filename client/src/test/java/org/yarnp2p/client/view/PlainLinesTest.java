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
    show(second, state, acquired, acquired);
  }

  private void show(int second, String state, long acquired, long moved) {
    nanos = TimeUnit.SECONDS.toNanos(second);
    view.show(new JobProgress(state, "", 2, 2, acquired, 1000, moved));
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
  void whatWasThereAlreadyHasNoRate() {
    show(1, "GATHERING", 0, 0);
    show(2, "COMMITTING", 1000, 0);
    assertThat(lines).last().isEqualTo("COMMITTING, 2/2 ranks up, 1000 B of 1000 B (100 %)");
  }

  @Test
  void closedViewIsSilent() {
    view.close();
    show(1, "STARTING", 0);
    assertThat(lines).isEmpty();
  }
}
