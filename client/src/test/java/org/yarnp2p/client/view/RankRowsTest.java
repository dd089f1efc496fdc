package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.client.yarn.FakeTime;
import org.yarnp2p.job.JobReport.RankReport;

class RankRowsTest {
  private static final long MIB = 1 << 20;

  private final StringWriter screen = new StringWriter();
  private final FakeTime time = new FakeTime();

  private RankRows rows(int columns) {
    return new RankRows(new PrintWriter(screen, true), columns, 10_000, time);
  }

  private static void show(RankRows rows, String state, long acquired) {
    List<RankReport> ranks = List.of(Reports.tracker(), Reports.peer(1, 0, acquired, 0));
    rows.ranks(ranks);
    rows.show(new JobProgress(state, "", 2, 2, acquired, 8 * MIB));
  }

  @Test
  void everyPeerHasARowAndTheTrackerHasNone() {
    show(rows(0), "EXCHANGING", 2 * MIB);
    List<String> lines = screen.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("EXCHANGING, 2/2 ranks up, 2.0 MiB of 8.0 MiB");
    assertThat(lines.get(2)).startsWith("1 ").contains("node1").contains("100 %");
  }

  @Test
  void withoutATerminalThereIsATableWhenTheStateChangesAndAtIntervals() {
    RankRows rows = rows(0);
    show(rows, "EXCHANGING", MIB);
    time.pause(1000);
    show(rows, "EXCHANGING", 2 * MIB);
    assertThat(screen.toString().lines()).hasSize(3);
    time.pause(10_000);
    show(rows, "EXCHANGING", 3 * MIB);
    show(rows, "COMMITTING", 3 * MIB);
    assertThat(screen.toString().lines()).hasSize(9);
  }

  @Test
  void onATerminalTheTableIsDrawnOverAndNoLineIsWiderThanIt() {
    RankRows rows = rows(30);
    show(rows, "EXCHANGING", MIB);
    show(rows, "EXCHANGING", 2 * MIB);
    assertThat(screen.toString()).contains("\u001b[3A");
    assertThat(screen.toString().replaceAll("\u001b\\[[0-9]*[AK]|\r", "").lines())
        .allMatch(line -> line.length() < 30);
  }

  @Test
  void whatAJobIsCalledAndSaysDoesNotSteerTheTerminal() {
    RankRows rows = rows(0);
    rows.note("Started application_1_1 (\u001b[31mred)");
    rows.show(JobProgress.waiting("ACCEPTED", "\u001b[2J"));
    assertThat(screen.toString())
        .doesNotContain("\u001b")
        .contains("(\\u001b[31mred)", "\\u001b[2J");
  }

  @Test
  void nothingIsLeftOnTheTerminalAtTheEnd() {
    RankRows rows = rows(80);
    show(rows, "EXCHANGING", MIB);
    rows.close();
    show(rows, "EXCHANGING", 2 * MIB);
    assertThat(screen.toString()).endsWith("\u001b[3A");
  }
}
