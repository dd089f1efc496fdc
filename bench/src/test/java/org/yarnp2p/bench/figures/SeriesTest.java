package org.yarnp2p.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SeriesTest {
  @Test
  void valueBetweenTwoSamplesIsOnTheLineBetweenThem() {
    Series series = new Series(8);
    series.offer(100, 1);
    series.offer(200, 3);
    assertThat(series.at(150)).isEqualTo(2);
    assertThat(series.at(200)).isEqualTo(3);
  }

  @Test
  void valueOutsideOfTheSamplesIsThatOfTheNearest() {
    Series series = new Series(8);
    series.offer(100, 1);
    series.offer(200, 3);
    assertThat(series.at(0)).isEqualTo(1);
    assertThat(series.at(999)).isEqualTo(3);
  }

  @Test
  void noSampleMeansNothing() {
    assertThat(new Series(2).at(5)).isZero();
  }

  @Test
  void longSeriesKeepsItsShapeInBoundedRoom() {
    Series series = new Series(64);
    for (int i = 0; i < 100_000; i++) {
      series.offer(i, 2.0 * i);
    }
    assertThat(series.times()).hasSizeBetween(32, 64).isSorted();
    assertThat(series.at(31_007)).isCloseTo(62_014, within(1e-6));
    assertThat(series.values()[0]).isZero();
  }

  @Test
  void trackGoesFromNothingAtTheGateToEverythingAtTheFinish() {
    Series series = new Series(16);
    series.offer(0, 0);
    series.offer(1_500_000_000, 50);
    series.offer(2_500_000_000L, 100);
    Track track = Track.of("rank 2", series, 1_000_000_000, 100, 1.2);
    assertThat(track.seconds()).containsExactly(0.0, 0.5, 1.2);
    assertThat(track.percent()).containsExactly(0.0, 50.0, 100.0);
  }
}
