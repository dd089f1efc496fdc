package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.client.Terminal.Size;
import org.yarnp2p.client.yarn.FakeTime;
import org.yarnp2p.job.JobReport.RankReport;

class RankRowsTest {
  private static final long MIB = 1 << 20;

  private final StringWriter screen = new StringWriter();
  private final FakeTime time = new FakeTime();

  private RankRows plain() {
    return new RankRows(new PrintWriter(screen, true), Optional.empty(), 10_000, time);
  }

  private RankRows drawn(int rows, int columns) {
    Optional<Size> terminal = Optional.of(new Size(rows, columns));
    return new RankRows(new PrintWriter(screen, true), terminal, 10_000, time);
  }

  private static void show(RankRows rows, String state, long acquired) {
    List<RankReport> ranks = List.of(Reports.tracker(), Reports.peer(1, 0, acquired, 0));
    rows.ranks(ranks);
    rows.show(new JobProgress(state, "", 2, 2, acquired, 8 * MIB, acquired));
  }

  @Test
  void everyPeerHasARowAndTheTrackerHasNone() {
    show(plain(), "EXCHANGING", 2 * MIB);
    List<String> lines = screen.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("EXCHANGING, 2/2 ranks up, 2.0 MiB of 8.0 MiB");
    assertThat(lines.get(2)).startsWith("1 ").contains("node1").contains("100 %");
  }

  @Test
  void withoutATerminalThereIsATableWhenTheStateChangesAndAtIntervals() {
    RankRows rows = plain();
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
    RankRows rows = drawn(24, 30);
    show(rows, "EXCHANGING", MIB);
    show(rows, "EXCHANGING", 2 * MIB);
    assertThat(screen.toString()).contains("\u001b[3A");
    assertThat(screen.toString().replaceAll("\u001b\\[[0-9]*[AK]|\r", "").lines())
        .allMatch(line -> line.length() < 30);
  }

  @ParameterizedTest
  @CsvSource({
    "24, 20, 20, ''",
    "23, 20, 20, ''",
    "22, 20, 18, '... and 2 more ranks'",
    "10, 20, 6, '... and 14 more ranks'",
    "5, 20, 1, '... and 19 more ranks'",
    "4, 20, 0, '20 ranks, for which the terminal has too few rows'",
    "4, 1, 1, ''",
    "60, 50, 40, '... and 10 more ranks'",
  })
  void onATerminalThereIsAlwaysRoomForAllThatIsDrawn(
      int height, int peers, int shown, String last) {
    RankRows rows = drawn(height, 80);
    rows.ranks(
        IntStream.rangeClosed(0, peers)
            .mapToObj(rank -> rank == 0 ? Reports.tracker() : Reports.peer(rank, 0, MIB, 0))
            .toList());
    rows.show(new JobProgress("EXCHANGING", "", peers, peers, MIB, 8 * MIB, MIB));
    List<String> lines = screen.toString().lines().toList();
    assertThat(lines).hasSizeLessThan(height);
    assertThat(lines.stream().filter(line -> line.matches("[0-9]+ +node.*"))).hasSize(shown);
    if (!last.isEmpty()) {
      assertThat(lines.get(lines.size() - 1)).isEqualTo(last);
    }
  }

  @Test
  void whatAJobIsCalledAndSaysDoesNotSteerTheTerminal() {
    RankRows rows = plain();
    rows.note("Started application_1_1 (\u001b[31mred)");
    rows.show(JobProgress.waiting("ACCEPTED", "\u001b[2J"));
    assertThat(screen.toString())
        .doesNotContain("\u001b")
        .contains("(\\u001b[31mred)", "\\u001b[2J");
  }

  @Test
  void nothingIsLeftOnTheTerminalAtTheEnd() {
    RankRows rows = drawn(24, 80);
    show(rows, "EXCHANGING", MIB);
    rows.close();
    show(rows, "EXCHANGING", 2 * MIB);
    assertThat(screen.toString()).endsWith("\u001b[3A");
  }
}
