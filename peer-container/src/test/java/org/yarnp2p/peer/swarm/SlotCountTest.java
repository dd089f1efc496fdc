package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlotCountTest {
  private final SlotCount slots = new SlotCount(2, 4);

  @Test
  void beginsWithTheLeast() {
    assertThat(slots.now()).isEqualTo(2);
    slots.agreed(1000);
    assertThat(slots.now()).isEqualTo(2);
  }

  @Test
  void staysAtTheLeastWhereAgreementsAreFast() {
    observe(20, 1, 100);
    assertThat(slots.now()).isEqualTo(2);
  }

  @Test
  void growsWithTheTimeOfAnAgreement() {
    observe(20, 7, 100);
    assertThat(slots.now()).isEqualTo(3);
    observe(20, 13, 100);
    assertThat(slots.now()).isEqualTo(4);
    observe(20, 1000, 100);
    assertThat(slots.now()).isEqualTo(4);
  }

  @Test
  void shrinksWhenAgreementsAreFastAgain() {
    observe(20, 50, 100);
    observe(20, 1, 100);
    assertThat(slots.now()).isEqualTo(2);
  }

  @Test
  void nextTransferIsAgreedOnEarlierWhereThatTakesLonger() {
    assertThat(slots.lastPercent()).isEqualTo(25);
    observe(20, 7, 100);
    assertThat(slots.lastPercent()).isEqualTo(37);
    observe(20, 13, 100);
    assertThat(slots.lastPercent()).isEqualTo(50);
  }

  @Test
  void nextTransferIsAgreedOnInTheLastQuarterAtLeastAndInTheLastHalfAtMost() {
    assertThat(new SlotCount(1, 1).lastPercent()).isEqualTo(25);
    assertThat(new SlotCount(9, 9).lastPercent()).isEqualTo(50);
  }

  @Test
  void singleSlowAgreementChangesNothing() {
    observe(15, 1, 100);
    observe(1, 1000, 100);
    assertThat(slots.now()).isEqualTo(2);
  }

  @Test
  void moreThanThreeQuartersOfTheAgreementsMustBeFast() {
    observe(13, 1, 100);
    observe(3, 1000, 100);
    assertThat(slots.now()).as("3 of 16 are slow").isEqualTo(2);
    observe(1, 1000, 100);
    assertThat(slots.now()).as("4 of 16 are slow").isEqualTo(4);
  }

  @Test
  void countThatIsTheSameAlwaysIsPossible() {
    SlotCount same = new SlotCount(3, 3);
    same.agreed(1000);
    same.transferred(1);
    assertThat(same.now()).isEqualTo(3);
  }

  @Test
  void boundsMustMakeSense() {
    assertThatThrownBy(() -> new SlotCount(0, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SlotCount(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  private void observe(int times, long agreement, long transfer) {
    for (int i = 0; i < times; i++) {
      slots.agreed(agreement);
      slots.transferred(transfer);
    }
  }
}
