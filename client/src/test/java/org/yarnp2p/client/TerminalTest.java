package org.yarnp2p.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.yarnp2p.client.Terminal.Size;

class TerminalTest {
  @Test
  void heightIsTheFirstNumberAndWidthTheSecond() {
    assertThat(Terminal.size("50 132\n")).isEqualTo(new Size(50, 132));
  }

  @Test
  void terminalThatDoesNotKnowItsSizeHasTheUsualOne() {
    assertThat(Terminal.size("")).isEqualTo(new Size(24, 80));
    assertThat(Terminal.size("0 0\n")).isEqualTo(new Size(24, 80));
    assertThat(Terminal.size("50 1000000")).isEqualTo(new Size(50, 80));
  }
}
