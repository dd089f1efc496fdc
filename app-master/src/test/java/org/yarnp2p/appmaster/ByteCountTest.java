package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteCountTest {
  @Test
  void powersOf1024AreCalledByTheirNames() {
    assertThat(ByteCount.of(0)).isEqualTo("0 B");
    assertThat(ByteCount.of(1023)).isEqualTo("1023 B");
    assertThat(ByteCount.of(1536)).isEqualTo("1.5 KiB");
    assertThat(ByteCount.of(563_968)).isEqualTo("550.8 KiB");
    assertThat(ByteCount.of(20L << 30)).isEqualTo("20 GiB");
  }
}
