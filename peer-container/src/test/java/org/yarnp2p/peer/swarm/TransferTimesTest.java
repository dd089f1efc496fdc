package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferTimesTest {
  private final TransferTimes times = new TransferTimes();

  @Test
  void eightTransfersAreEnoughToJudgeBy() {
    for (int i = 0; i < 7; i++) {
      times.add(1, 1);
      assertThat(times.known()).isFalse();
    }
    times.add(1, 1);
    assertThat(times.known()).isTrue();
  }

  @Test
  void transfersWithoutBytesDoNotCount() {
    for (int i = 0; i < 20; i++) {
      times.add(0, 1000);
    }
    assertThat(times.known()).isFalse();
  }

  @Test
  void timesGrowWithTheSize() {
    times.add(1000, 5000);
    assertThat(times.quantile(0.5, 1000)).isEqualTo(5000);
    assertThat(times.quantile(0.5, 4000)).isEqualTo(20_000);
    assertThat(times.quantile(0.5, 0)).isZero();
  }

  @Test
  void quantilesAreThoseOfTheTimesForAByte() {
    for (int i = 100; i >= 1; i--) {
      times.add(10, 10L * i);
    }
    assertThat(times.quantile(0, 1)).isEqualTo(1);
    assertThat(times.quantile(0.5, 1)).isEqualTo(51);
    assertThat(times.quantile(0.95, 1)).isEqualTo(96);
    assertThat(times.quantile(1, 1)).isEqualTo(100);
  }

  @Test
  void oneLongTransferDoesNotMoveTheMedian() {
    for (int i = 0; i < 9; i++) {
      times.add(1, 10);
    }
    times.add(1, 1_000_000);
    assertThat(times.quantile(0.5, 1)).isEqualTo(10);
    assertThat(times.quantile(0.95, 1)).isEqualTo(1_000_000);
  }

  @Test
  void transferAfterAQuestionCounts() {
    times.add(1, 10);
    assertThat(times.quantile(1, 1)).isEqualTo(10);
    times.add(1, 30);
    assertThat(times.quantile(1, 1)).isEqualTo(30);
  }

  @Test
  void quantilesAreThoseOfTheLast128InTheirOrder() {
    Random random = new Random(7);
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      long nanos = random.nextInt(40); // many are equal
      all.add(nanos);
      times.add(1, nanos);
      List<Long> last = new ArrayList<>(all.subList(Math.max(0, all.size() - 128), all.size()));
      Collections.sort(last);
      for (double share : new double[] {0, 0.25, 0.5, 0.95, 1}) {
        long expected = last.get((int) Math.min(last.size() - 1, (long) (share * last.size())));
        assertThat(times.quantile(share, 1)).isEqualTo(expected);
      }
    }
  }

  @Test
  void onlyTheLast128Count() {
    for (int i = 0; i < 500; i++) {
      times.add(1, 1_000_000);
    }
    for (int i = 0; i < 128; i++) {
      times.add(1, 10);
    }
    assertThat(times.quantile(1, 1)).isEqualTo(10);
  }
}
