package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

class ThroughputTest {
  private static final byte[] PARTS = {50};

  private final Throughput throughput = new Throughput(16);

  @Test
  void aLongJobKeepsAsManySamplesAsThereIsRoomForAndTheNewest() {
    for (int second = 0; second <= 100_000; second++) {
      throughput.add(second * 1000L, moved(second * 7L), PARTS);
      assertThat(throughput.series().atMillis()).hasSizeLessThanOrEqualTo(16);
    }

    Throughput.Series series = throughput.series();
    assertThat(series.atMillis()).isSorted().hasSizeGreaterThanOrEqualTo(8).startsWith(0L);
    assertThat(series.atMillis()).endsWith(100_000_000L);
    assertThat(series.down()).endsWith(700_000L);
    assertThat(throughput.bytesPerSecond()).isEqualTo(7);
  }

  @Test
  void theRateIsThatOfTheLastSeconds() {
    throughput.add(0, moved(0), PARTS);
    throughput.add(10_000, moved(1_000_000), PARTS);
    for (int second = 11; second <= 20; second++) {
      throughput.add(second * 1000L, moved(1_000_000 + (second - 10) * 50L), PARTS);
    }

    assertThat(throughput.bytesPerSecond()).isEqualTo(50);
  }

  @Test
  void whatWasThereAlreadyHasNotArrived() {
    throughput.add(0, new Totals(1000, 0, 0, 0, 0), PARTS);
    throughput.add(1000, new Totals(1000, 700, 0, 0, 0), PARTS);
    assertThat(throughput.bytesPerSecond()).isZero();
    throughput.add(2000, new Totals(1000, 1000, 200, 0, 100), PARTS);
    assertThat(throughput.bytesPerSecond()).isEqualTo(150);
  }

  @Test
  void withoutTwoSamplesThereIsNoRate() {
    assertThat(throughput.bytesPerSecond()).isZero();
    throughput.add(5, moved(100), PARTS);
    assertThat(throughput.bytesPerSecond()).isZero();
  }

  @Test
  void peersOfALargeJobShareRows() {
    List<RankSnapshot> ranks = new ArrayList<>();
    for (int i = 0; i <= 257; i++) {
      ranks.add(wanting(i, i == 1 ? 100 : 200));
    }

    byte[] parts = RankParts.of(ranks);

    assertThat(parts).hasSize(129).startsWith(75, 50).endsWith(50);
    assertThat(RankParts.of(ranks.subList(0, 3))).containsExactly(100, 50);
  }

  private static RankSnapshot wanting(int rank, long bytes) {
    RankStatus status =
        new RankStatus(RankPhase.EXCHANGING, 0, bytes, 100, 0, 0, 0, 0, -1, List.of(), 0, -1, -1);
    return new RankSnapshot(
        new Rank(rank),
        1,
        RankState.REGISTERED,
        false,
        "h",
        "c",
        null,
        status,
        null,
        null,
        0,
        RankStatus.starting(),
        null,
        List.of(),
        List.of());
  }

  private static Totals moved(long bytes) {
    return new Totals(0, bytes, bytes, 0, 0);
  }
}
