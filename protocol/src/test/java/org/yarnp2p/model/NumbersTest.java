package org.yarnp2p.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumbersTest {
  private static final BitSet EVEN = set(IntStream.range(0, 15).map(i -> 2 * i).toArray());

  private static BitSet set(int... numbers) {
    BitSet set = new BitSet();
    IntStream.of(numbers).forEach(set::set);
    return set;
  }

  @Test
  void runsAreDrawnTogether() {
    assertThat(Numbers.of(set(2, 5, 6, 7, 9))).isEqualTo("2, 5-7, 9");
    assertThat(Numbers.of(new BitSet())).isEmpty();
  }

  @Test
  void peopleCountFromOne() {
    assertThat(Numbers.fromOne(set(0, 1, 4))).isEqualTo("1-2, 5");
    assertThat(Numbers.briefFromOne(set(0, 1, 4))).isEqualTo("1-2, 5");
  }

  @Test
  void ofManyRunsASentenceHasTheFirst() {
    assertThat(Numbers.brief(EVEN)).isEqualTo("0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 5 more");
    assertThat(Numbers.of(EVEN)).endsWith("24, 26, 28");
  }
}
