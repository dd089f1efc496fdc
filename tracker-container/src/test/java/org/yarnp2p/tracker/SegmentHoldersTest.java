package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SegmentHoldersTest {
  private final SegmentHolders holders = new SegmentHolders();

  @Test
  void nobodyHoldsNewSegments() {
    holders.grow(2);

    assertThat(holders.isHeld(0)).isFalse();
    assertThat(holders.firstUnheld()).isZero();
    assertThat(holders.copy(1)).isEqualTo(new BitSet());
  }

  @Test
  void aFileWithoutSegmentsLacksNone() {
    assertThat(holders.firstUnheld()).isEqualTo(-1);
  }

  @Test
  void growingKeepsWhatIsKnown() {
    holders.grow(1);
    holders.add(3, 0);
    holders.grow(2);

    assertThat(holders.holds(3, 0)).isTrue();
    assertThat(holders.firstUnheld()).isEqualTo(1);
  }

  @Test
  void removingARankTellsWhatItAloneHeld() {
    holders.grow(3);
    holders.add(1, 0);
    holders.add(1, 2);
    holders.add(2, 2);

    assertThat(holders.remove(1)).isEqualTo(bits(0));
    assertThat(holders.isHeld(0)).isFalse();
    assertThat(holders.copy(2)).isEqualTo(bits(2));
  }

  @Test
  void segmentsThatNobodyHeldBeforeAreNotOrphanedByALoss() {
    holders.grow(2);
    holders.add(1, 0);

    assertThat(holders.remove(7)).isEqualTo(new BitSet());
    assertThat(holders.remove(1)).isEqualTo(bits(0));
  }

  @Test
  void aCopyStaysAsItWas() {
    holders.grow(1);
    holders.add(1, 0);
    BitSet copy = holders.copy(0);
    holders.add(2, 0);

    assertThat(copy).isEqualTo(bits(1));
  }
}
