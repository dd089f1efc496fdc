package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantitiesTest {
  @Test
  void bytesAreWrittenInTheLargestUnitThatFits() {
    assertThat(Quantities.bytes(0)).isEqualTo("0 B");
    assertThat(Quantities.bytes(1023)).isEqualTo("1023 B");
    assertThat(Quantities.bytes(1024)).isEqualTo("1.0 KiB");
    assertThat(Quantities.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Quantities.bytes(20L << 30)).isEqualTo("20.0 GiB");
    assertThat(Quantities.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }

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
