package org.yarnp2p.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarmlessTest {
  @ParameterizedTest
  @CsvSource({
    "'\u001b[2J', \\u001b[2J",
    "\u009b1m, \\u009b1m",
    "a\u202egpj.exe, a\\u202egpj.exe",
    "a\u200bb, a\\u200bb",
    "a\rb, a\\rb",
    "\uD800, \\ud800"
  })
  void whatATerminalWouldObeyIsEscaped(String text, String shown) {
    assertThat(Harmless.line(text)).isEqualTo(shown);
    assertThat(Harmless.lines(text)).isEqualTo(shown);
  }

  @Test
  void lineEndsStayInLinesOnly() {
    assertThat(Harmless.lines("a\nb")).isEqualTo("a\nb");
    assertThat(Harmless.line("a\nb\u2028c")).isEqualTo("a\\u000ab\\u2028c");
  }

  @Test
  void namesOfAllLanguagesStayAsTheyAre() {
    String names = "Größe-模型-मॉडल-😀 <b>'x'</b>";
    assertThat(Harmless.line(names)).isEqualTo(names);
  }
}
