package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantitiesTest {
  @Test
  void durationsAreWrittenAsPeopleSayThem() {
    assertThat(Quantities.duration(812)).isEqualTo("812 ms");
    assertThat(Quantities.duration(12_340)).isEqualTo("12.3 s");
    assertThat(Quantities.duration(245_000)).isEqualTo("4 min 5 s");
  }

  @Test
  void ratioThatIsNotKnownIsADash() {
    assertThat(Quantities.ratio(null)).isEqualTo("-");
    assertThat(Quantities.ratio(1.0449)).isEqualTo("1.04");
  }
}
