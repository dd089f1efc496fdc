package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void wordsStandLeftAndNumbersRight() {
    Table table = new Table(1, List.of("file", "bytes"));
    table.row(List.of("a", "1234567"));
    table.row(List.of("long name", "1"));
    assertThat(table.lines())
        .containsExactly("file         bytes", "a          1234567", "long name        1");
  }

  @Test
  void wordsMayStandAtTheEndToo() {
    Table table = new Table(1, true, List.of("file", "bytes", "why"));
    table.row(List.of("a", "12", "-"));
    table.row(List.of("b", "3", "it is slow"));
    assertThat(table.lines())
        .containsExactly("file  bytes  why", "a        12  -", "b         3  it is slow");
  }

  @Test
  void linesHaveNoBlanksAtTheirEnds() {
    Table table = new Table(2, List.of("a", "second"));
    table.row(List.of("b", ""));
    assertThat(table.lines()).containsExactly("a  second", "b");
  }

  @Test
  void rowMustFit() {
    Table table = new Table(1, List.of("a", "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> table.row(List.of("c")));
  }
}
