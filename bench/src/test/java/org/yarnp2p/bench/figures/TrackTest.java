package org.yarnp2p.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrackTest {
  private final Track track =
      new Track("rank 2", List.of(1.0, 2.0, 4.0), List.of(10.0, 20.0, 80.0));

  @Test
  void percentBetweenTwoTimesIsOnTheLineBetweenThem() {
    assertThat(track.at(1.5)).isEqualTo(15);
    assertThat(track.at(2)).isEqualTo(20);
    assertThat(track.at(3)).isEqualTo(50);
  }

  @Test
  void percentOutsideOfTheTimesIsThatOfTheNearest() {
    assertThat(track.at(0)).isEqualTo(10);
    assertThat(track.at(9)).isEqualTo(80);
    assertThat(track.end()).isEqualTo(4);
  }

  @Test
  void everyTimeHasAValue() {
    assertThatThrownBy(() -> new Track("rank 2", List.of(1.0), List.of()))
        .hasMessage("1 times, 0 values");
  }
}
