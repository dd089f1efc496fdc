package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentPickerTest {
  @Test
  void nothingIsPickedWhenThereIsNoCandidate() {
    assertThat(picker(4, 1).pick(new BitSet())).isEqualTo(-1);
    assertThat(picker(4, 1).pickBundle(new BitSet(), i -> 1, 100)).isEmpty();
  }

  @Test
  void rarestSegmentComesFirst() {
    SegmentPicker picker = picker(4, 1);
    picker.gained(bits(0, 1, 2, 3));
    picker.gained(bits(0, 1, 3));
    assertThat(picker.pick(bits(0, 1, 2, 3))).isEqualTo(2);
  }

  @Test
  void rarestAmongTheCandidatesCounts() {
    SegmentPicker picker = picker(4, 1);
    picker.gained(bits(0, 1, 2, 3));
    picker.gained(bits(0, 1, 3));
    picker.gained(bits(0, 1));
    assertThat(picker.pick(bits(0, 1, 3))).isEqualTo(3);
  }

  @Test
  void segmentOfALostNeighbourIsRarerAgain() {
    SegmentPicker picker = picker(2, 1);
    picker.gained(bits(0, 1));
    picker.gained(bits(0, 1));
    picker.lost(bits(1));
    assertThat(picker.holders(1)).isEqualTo(1);
    assertThat(picker.pick(bits(0, 1))).isEqualTo(1);
  }

  @Test
  void singleAnnouncementsCount() {
    SegmentPicker picker = picker(3, 1);
    picker.gained(0);
    picker.gained(2);
    assertThat(picker.pick(bits(0, 1, 2))).isEqualTo(1);
    picker.lost(0);
    picker.gained(1);
    assertThat(picker.pick(bits(0, 1, 2))).isZero();
  }

  @Test
  void equallyRareSegmentsComeInAnOrderOfEachPeersOwn() {
    assertThat(orderOf(picker(64, 1), 64)).isNotEqualTo(orderOf(picker(64, 2), 64));
  }

  @Test
  void equallyRareSegmentsComeInTheSameOrderForTheSameSeed() {
    assertThat(orderOf(picker(64, 7), 64)).isEqualTo(orderOf(picker(64, 7), 64));
  }

  @Test
  void everyCandidateIsPickedOnce() {
    assertThat(orderOf(picker(100, 3), 100)).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void firstPicksOfManyPeersSpreadOverTheFile() {
    BitSet first = new BitSet();
    for (int seed = 0; seed < 64; seed++) {
      first.set(picker(64, seed).pick(bits(0, 64, true)));
    }
    assertThat(first.cardinality()).as("distinct first picks of 64 peers").isGreaterThan(32);
  }

  @Test
  void largeSegmentTravelsAlone() {
    assertThat(picker(8, 1).pickBundle(bits(0, 8, true), i -> 1000, 100)).hasSize(1);
  }

  @Test
  void smallSegmentsTravelTogetherUpToTheLimit() {
    SegmentPicker picker = picker(100, 1);
    BitSet candidates = bits(0, 100, true);
    List<Integer> bundle = picker.pickBundle(candidates, i -> 10, 45);
    assertThat(bundle).hasSizeBetween(1, 4);
    int first = bundle.get(0);
    for (int i = 0; i < bundle.size(); i++) {
      assertThat(bundle.get(i)).isEqualTo(first + i);
    }
  }

  @Test
  void emptySegmentsDoNotMakeABundleWithoutEnd() {
    assertThat(picker(100_000, 1).pickBundle(bits(0, 100_000, true), i -> 0, 50))
        .hasSizeLessThanOrEqualTo(51);
  }

  @Test
  void bundleLeavesOutSegmentsThatAreLessRareThanItsFirst() {
    SegmentPicker picker = picker(3, 1);
    picker.gained(bits(1));
    List<Integer> bundle = picker.pickBundle(bits(0, 1, 2), i -> 1, 10);
    assertThat(bundle).doesNotContain(1);
  }

  private static List<Integer> orderOf(SegmentPicker picker, int segments) {
    BitSet candidates = bits(0, segments, true);
    List<Integer> order = new ArrayList<>();
    for (int next = picker.pick(candidates); next >= 0; next = picker.pick(candidates)) {
      order.add(next);
      candidates.clear(next);
    }
    return order;
  }

  private static SegmentPicker picker(int segments, long seed) {
    return new SegmentPicker(segments, new SplittableRandom(seed));
  }

  private static BitSet bits(int... numbers) {
    BitSet bits = new BitSet();
    for (int number : numbers) {
      bits.set(number);
    }
    return bits;
  }

  private static BitSet bits(int from, int to, boolean value) {
    BitSet bits = new BitSet();
    bits.set(from, to, value);
    return bits;
  }
}
