package org.yarnp2p.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
  private final Shell shell = new Shell();

  @Test
  void commandAnswersWithWhatItHasWritten() throws Exception {
    assertThat(shell.run(List.of("sh", "-c", "echo out; echo err >&2"))).contains("out", "err");
  }

  @Test
  void commandThatFailsIsNamedWithItsWords() {
    assertThatIOException()
        .isThrownBy(() -> shell.run(List.of("sh", "-c", "echo no such thing; exit 3")))
        .withMessage("'sh -c echo no such thing; exit 3' failed: no such thing");
  }

  @Test
  void commandsAreFoundOnThePath() {
    assertThat(Shell.find("sh")).isPresent();
    assertThat(Shell.find("no-such-command-here")).isEmpty();
  }
}
