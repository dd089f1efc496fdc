package org.yarnp2p.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void oddNumberOfValuesHasOneInTheMiddle() {
    assertThat(Median.of(9, 1, 5)).isEqualTo(5);
  }

  @Test
  void evenNumberOfValuesHasTheMeanOfTheTwoInTheMiddle() {
    assertThat(Median.of(4, 1, 9, 2)).isEqualTo(3);
  }

  @Test
  void valueThatIsMissingMakesTheMedianMissing() {
    assertThat(Median.of(1, Double.NaN, 2)).isNaN();
  }

  @Test
  void noValuesHaveNoMedian() {
    assertThatIllegalArgumentException().isThrownBy(Median::of);
  }

  @Test
  void medianRunIsARunThatWas() {
    assertThat(Median.run(List.of("aaaa", "a", "aaa", "aa"), String::length)).isEqualTo("aa");
    assertThat(Median.run(List.of("a"), String::length)).isEqualTo("a");
  }
}
