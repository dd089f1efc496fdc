package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LiveLineTest {
  private static final int COLUMNS = 100;

  private final StringWriter screen = new StringWriter();
  private long nanos;
  private final LiveLine line = new LiveLine(new PrintWriter(screen), COLUMNS, () -> nanos);

  private List<String> drawn() {
    return List.of(screen.toString().split("\r\u001b\\[K", -1));
  }

  @Test
  void lastLookIsDrawnWithABarAndTheLineIsErasedAtTheEnd() {
    line.show(new JobProgress("EXCHANGING", "", 3, 3, 0, 800 << 20, 0));
    nanos = 2_000_000_000L;
    line.show(new JobProgress("EXCHANGING", "", 3, 3, 200 << 20, 800 << 20, 200 << 20));
    line.close();
    List<String> drawn = drawn();
    assertThat(drawn.get(drawn.size() - 1)).isEmpty();
    assertThat(drawn.get(drawn.size() - 2))
        .startsWith("EXCHANGING, 3/3 ranks up   25% [")
        .contains("200/800MiB")
        .contains("0:00:06)")
        .endsWith("100.0 MiB/s")
        .hasSize(COLUMNS - 1);
  }

  @Test
  void whatWasThereAlreadyHasNoRate() {
    line.show(new JobProgress("GATHERING", "", 3, 3, 0, 800 << 20, 0));
    nanos = 2_000_000_000L;
    line.show(new JobProgress("EXCHANGING", "", 3, 3, 600 << 20, 800 << 20, 0));
    line.close();
    List<String> drawn = drawn();
    assertThat(drawn.get(drawn.size() - 2))
        .contains("600/800MiB")
        .contains("/ ?)")
        .endsWith(" 0 B/s");
  }

  /** Before the bar's own thread has come to draw it: whether it has is a matter of chance. */
  @RepeatedTest(50)
  void lineThatIsClosedAtOnceIsErasedToo() {
    line.show(JobProgress.waiting("ACCEPTED", ""));
    line.close();
    assertThat(drawn().get(drawn().size() - 1)).isEmpty();
  }

  @Test
  void withoutKnownBytesThereIsNoBar() {
    line.show(JobProgress.waiting("ACCEPTED", "waiting for AM container"));
    line.close();
    assertThat(drawn()).contains("ACCEPTED: waiting for AM container");
  }

  @Test
  void noteStaysAboveTheLine() {
    line.note("Submitted");
    line.close();
    assertThat(drawn()).contains("Submitted" + System.lineSeparator());
  }

  @Test
  void whatAJobIsCalledAndSaysDoesNotSteerTheTerminal() {
    line.note("Started application_1_1 (\u001b[31mred)");
    line.show(JobProgress.waiting("ACCEPTED", "\u001b[2J"));
    line.close();
    assertThat(drawn())
        .contains("Started application_1_1 (\\u001b[31mred)" + System.lineSeparator())
        .contains("ACCEPTED: \\u001b[2J");
  }

  @Test
  void longLinesAreCutAtTheEdge() {
    line.show(JobProgress.waiting("ACCEPTED", "x".repeat(500)));
    line.close();
    assertThat(drawn()).allMatch(drawn -> drawn.length() < COLUMNS);
  }
}
