package org.yarnp2p.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BandTest {
  private static final Track FAST = new Track("fast", List.of(0.0, 2.0), List.of(0.0, 100.0));
  private static final Track MIDDLE = new Track("middle", List.of(0.0, 4.0), List.of(0.0, 100.0));
  private static final Track SLOW = new Track("slow", List.of(0.0, 8.0), List.of(0.0, 100.0));

  @Test
  void bandGoesFromTheStartToTheLastFinish() {
    Band band = Band.of(List.of(MIDDLE, SLOW, FAST), 5);
    assertThat(band.seconds()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
    assertThat(band.least()).containsExactly(0.0, 25.0, 50.0, 75.0, 100.0);
    assertThat(band.median()).containsExactly(0.0, 50.0, 100.0, 100.0, 100.0);
    assertThat(band.most()).containsExactly(0.0, 100.0, 100.0, 100.0, 100.0);
  }

  @Test
  void medianOfTwoIsTheOneWithLess() {
    Band band = Band.of(List.of(FAST, MIDDLE), 3);
    assertThat(band.median()).isEqualTo(band.least());
  }
}
