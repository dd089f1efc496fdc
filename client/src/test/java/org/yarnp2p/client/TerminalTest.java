package org.yarnp2p.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void widthIsTheSecondNumber() {
    assertThat(Terminal.columns("24 132\n")).isEqualTo(132);
  }

  @Test
  void terminalThatDoesNotKnowItsWidthHasTheUsualOne() {
    assertThat(Terminal.columns("")).isEqualTo(80);
    assertThat(Terminal.columns("0 0\n")).isEqualTo(80);
    assertThat(Terminal.columns("24 1000000")).isEqualTo(80);
  }
}
