package org.yarnp2p.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureSheetTest {
  private static final Figure<double[]> FIRST =
      new Figure<>("firstSeconds", "first, s", 2, run -> run[0]);
  private static final Figure<double[]> MISSING =
      new Figure<>("missing", "missing", 0, run -> Double.NaN);

  @Test
  void tableShowsTheMedianThenEachRunAndLeavesOutWhatIsMissing() {
    List<double[]> runs = List.of(new double[] {3}, new double[] {1.234}, new double[] {2});
    assertThat(new FigureSheet<>(List.of(FIRST, MISSING), runs).lines())
        .containsExactly(
            "          median  run 1  run 2  run 3", "first, s    2.00   3.00   1.23   2.00");
  }

  @Test
  void oneRunIsShownOnce() {
    assertThat(new FigureSheet<>(List.of(FIRST), List.of(new double[] {3})).lines())
        .containsExactly("           run", "first, s  3.00");
  }

  @Test
  void documentHasTheFieldsWithoutNumbersThatAreNone() {
    FigureSheet<double[]> sheet =
        new FigureSheet<>(
            List.of(FIRST, MISSING), List.of(new double[] {1.0 / 3}, new double[] {1.0 / 3}));
    assertThat(sheet.medians())
        .containsEntry("firstSeconds", 0.333333)
        .containsEntry("missing", null);
    assertThat(sheet.fields(new double[] {2})).containsEntry("firstSeconds", 2.0);
  }
}
