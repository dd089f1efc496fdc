package org.yarnp2p.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
  @ParameterizedTest
  @CsvSource({
    "1ms, 1",
    "250ms, 250",
    "10s, 10000",
    "10S, 10000",
    "2m, 120000",
    "1h, 3600000",
    "30d, 2592000000",
    "10000d, 864000000000"
  })
  void timeHasAUnit(String text, long millis) {
    assertThat(Time.POSITIVE.read("x", text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "60",
        "abc",
        "''",
        "s",
        "-1s",
        "1.5s",
        "1 s",
        "+1s",
        "10us",
        "10001d",
        "9999999999999999999d"
      })
  void timeWithoutAUnitOrSenseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Time.FROM_ZERO.read("x", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0ms", "0s"})
  void noTimeAtAllMayStandWhereItMeansSomething(String text) {
    assertThat(Time.FROM_ZERO.read("x", text)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Time.POSITIVE.read("p2p.x", text))
        .withMessage(
            "p2p.x: found '%s', expected a time with a unit such as 10s, 1ms to 10000d", text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "100, 100", "64k, 65536", "64K, 65536", "3m, 3145728", "1g, 1073741824"})
  void sizeMayHaveAUnit(String text, long bytes) {
    assertThat(new Size(0, 1L << 30).read("x", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "-1", "1.5", "1kb", "64m", "0"})
  void sizeOutOfRangeOrSenseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Size(1, 16L << 20).read("p2p.x", text))
        .withMessage("p2p.x: found '%s', expected bytes such as 512k or 4m, 1 to 16m", text);
  }

  @Test
  void sizeMayBeLeftToTheProgram() {
    AutoSize rule = new AutoSize(new Size(1, 1 << 20));
    assertThat(rule.read("x", "auto")).isEqualTo(OptionalLong.empty());
    assertThat(rule.read("x", " 1k ")).hasValue(1024);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.read("x", "2m"))
        .withMessage("x: found '2m', expected auto or bytes such as 512k or 4m, 1 to 1m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "-1", "1.5", "0", "1001", "99999999999999999999", "1k"})
  void numberOutOfRangeOrSenseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Whole(1, 1000).read("p2p.x", text))
        .withMessage("p2p.x: found '%s', expected a whole number, 1 to 1000", text);
  }

  @Test
  void numberWithoutAnUpperBoundIsAnIntAllTheSame() {
    assertThat(Whole.from(64).read("x", "2147483647")).isEqualTo(Integer.MAX_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Whole.from(64).read("x", "2147483648"))
        .withMessage("x: found '2147483648', expected a whole number from 64");
  }

  @Test
  void flagIsTrueOrFalse() {
    assertThat(new Flag().read("x", "true")).isTrue();
    assertThat(new Flag().read("x", "false")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Flag().read("x", "yes"))
        .withMessage("x: found 'yes', expected true or false");
  }

  @Test
  void directoriesAreAbsolute() {
    assertThat(new Directories().read("x", "")).isEmpty();
    assertThat(new Directories().read("x", "/data, /mnt/a/../b/"))
        .isEqualTo(List.of(Path.of("/data"), Path.of("/mnt/b")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Directories().read("x", "/a,b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Directories().read("x", "file:///a"));
  }
}
