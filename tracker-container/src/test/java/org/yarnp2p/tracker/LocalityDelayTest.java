package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalityDelayTest {
  private final LocalityDelay delay = new LocalityDelay(3);

  private int asksUntilOver(int rank, long given, long more) {
    int asks = 0;
    for (long soFar = given; !delay.isOver(rank); soFar += more) {
      delay.askedInVain(rank, soFar);
      asks++;
    }
    return asks;
  }

  @Test
  void endsAfterSomeAsksWhileNobodyReads() {
    assertThat(asksUntilOver(1, 0, 0)).isEqualTo(3);
    assertThat(delay.isOver(2)).as("each rank waits for itself").isFalse();
  }

  @Test
  void isFourTimesAsLongWhileOthersRead() {
    assertThat(asksUntilOver(1, 10, 10)).isEqualTo(12);
  }

  @Test
  void readsOfBeforeAreNoReadsNow() {
    assertThat(asksUntilOver(1, 10, 0)).as("once 1 and three times 4").isEqualTo(4);
  }

  @Test
  void beginsAnewWithWhatIsNear() {
    asksUntilOver(1, 0, 0);
    delay.wasNear(1);

    assertThat(delay.isOver(1)).isFalse();
    assertThat(asksUntilOver(1, 0, 0)).isEqualTo(3);
  }

  @Test
  void isOverAtOnceWhereThereIsNone() {
    assertThat(new LocalityDelay(0).isOver(1)).isTrue();
  }
}
