package org.yarnp2p.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.client.link.BitRate;
import org.yarnp2p.client.link.Bound;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "4096,4096",
    "640k,655360",
    "128m,134217728",
    "1G,1073741824",
    "2t,2199023255552"
  })
  void sizesCountInPowersOf1024(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1.5g", "1mb", "12 m", "9999999999t"})
  void sizeThatIsNoneIsRefusedWithWhatWasExpected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteSize.parse(text))
        .withMessage("found '%s', expected a size such as 64k, 128m or 1g", text);
  }

  @Test
  void mebibytesAreRoundedUp() {
    assertThat(ByteSize.parse("256m").mebibytes()).isEqualTo(256);
    assertThat(new ByteSize((256L << 20) + 1).mebibytes()).isEqualTo(257);
  }

  @ParameterizedTest
  @CsvSource({"100mbit,100000000", "1gbit,1000000000", "64kbit,64000", "9600bit,9600"})
  void ratesCountInPowersOf1000AndAreWrittenAsTheyWereRead(String text, long bits) {
    assertThat(BitRate.parse(text).bitsPerSecond()).isEqualTo(bits);
    assertThat(BitRate.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100", "100mb", "0mbit", "-5mbit", "1.5gbit"})
  void rateThatIsNoneIsRefusedWithWhatWasExpected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BitRate.parse(text))
        .withMessage("found '%s', expected a rate such as 100mbit or 1gbit", text);
  }

  @Test
  void slowHostHasATenthOfTheRate() {
    assertThat(BitRate.parse("100mbit").tenth()).hasToString("10mbit");
    assertThat(BitRate.parse("1bit").tenth()).hasToString("1bit");
  }

  @Test
  void rangeHasTwoEndsOrOne() {
    assertThat(SizeRange.parse("4k-64k")).isEqualTo(new SizeRange(4096, 65536));
    assertThat(SizeRange.parse("16k")).isEqualTo(new SizeRange(16384, 16384));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SizeRange.parse("64k-4k"))
        .withMessageContaining("the smaller size first");
  }

  @Test
  void boundOfEightReceiversIsTheTimeOfTheFileAndThreeSegments() {
    double bound = Bound.seconds(128L << 20, BitRate.parse("100mbit"), 8);
    assertThat(bound).isCloseTo(10.73741824 * (1 + 3 / 128.0), within(1e-9));
  }

  @Test
  void boundOfOneReceiverIsTheTimeOfTheFile() {
    assertThat(Bound.seconds(12_500_000, BitRate.parse("100mbit"), 1)).isEqualTo(1);
  }

  @Test
  void boundOfASmallFileTakesItForOneSegment() {
    double bound = Bound.seconds(1 << 19, BitRate.parse("8bit"), 4);
    assertThat(bound).isEqualTo((1 << 19) * 3.0);
  }
}
