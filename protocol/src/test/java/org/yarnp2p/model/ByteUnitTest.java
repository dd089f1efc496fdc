package org.yarnp2p.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteUnitTest {
  @Test
  void bytesAreWrittenInTheLargestUnitThatFits() {
    assertThat(ByteUnit.write(0)).isEqualTo("0 B");
    assertThat(ByteUnit.write(1023)).isEqualTo("1023 B");
    assertThat(ByteUnit.write(1024)).isEqualTo("1.0 KiB");
    assertThat(ByteUnit.write(1536)).isEqualTo("1.5 KiB");
    assertThat(ByteUnit.write(563_968)).isEqualTo("550.8 KiB");
    assertThat(ByteUnit.write(20L << 30)).isEqualTo("20.0 GiB");
    assertThat(ByteUnit.write(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }
}
