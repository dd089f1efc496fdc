package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;

import org.junit.jupiter.api.Test;

class RankListTest {
  @Test
  void oneRankIsInTheSingular() {
    assertThat(RankList.of(bits(4))).isEqualTo("rank 4");
  }

  @Test
  void neighbouringRanksAreDrawnTogether() {
    assertThat(RankList.of(bits(2, 5, 6, 7, 9, 10))).isEqualTo("ranks 2, 5-7, 9-10");
  }
}
