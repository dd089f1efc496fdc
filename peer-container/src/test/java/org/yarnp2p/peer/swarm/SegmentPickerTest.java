package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentPickerTest {
  @Nested
  class Rarity {
    @Test
    void nothingIsPickedWhenThereIsNoCandidate() {
      assertThat(picker(4, 1).pick(new BitSet())).isEqualTo(-1);
      assertThat(picker(4, 1).pick(new BitSet(), 3)).isEmpty();
    }

    @Test
    void nothingIsPickedOfNoSegmentsAtAll() {
      assertThat(picker(0, 1).pick(new BitSet())).isEqualTo(-1);
      assertThat(picker(0, 1).pick(new BitSet(), 1)).isEmpty();
    }

    @Test
    void onlyCandidateIsPickedHoweverManyHoldIt() {
      SegmentPicker picker = picker(3, 1);
      picker.gained(Bits.of(1));
      picker.gained(Bits.of(1));
      assertThat(picker.pick(Bits.of(1))).isEqualTo(1);
    }

    @Test
    void rarestSegmentComesFirst() {
      SegmentPicker picker = picker(4, 1);
      picker.gained(Bits.of(0, 1, 2, 3));
      picker.gained(Bits.of(0, 1, 3));
      assertThat(picker.pick(Bits.upTo(4))).isEqualTo(2);
    }

    @Test
    void rarestSegmentComesFirstWhateverTheOrderAmongEquals() {
      for (int seed = 0; seed < 50; seed++) {
        SegmentPicker picker = picker(20, seed);
        picker.gained(Bits.upTo(20));
        BitSet common = Bits.upTo(20);
        common.clear(13);
        picker.gained(common);
        assertThat(picker.pick(Bits.upTo(20))).as("seed %d", seed).isEqualTo(13);
      }
    }

    @Test
    void rarestAmongTheCandidatesCountsNotTheRarestOfAll() {
      SegmentPicker picker = picker(4, 1);
      picker.gained(Bits.of(0, 1, 2, 3));
      picker.gained(Bits.of(0, 1, 3));
      picker.gained(Bits.of(0, 1));
      assertThat(picker.pick(Bits.of(0, 1, 3))).isEqualTo(3);
    }

    @Test
    void segmentThatNobodyHoldsIsTheRarest() {
      SegmentPicker picker = picker(3, 1);
      picker.gained(Bits.of(0, 2));
      assertThat(picker.pick(Bits.upTo(3))).isEqualTo(1);
    }

    @Test
    void oneNeighbourMoreOutweighsTheOrderAmongEquals() {
      SegmentPicker picker = picker(2, 1);
      int first = picker.pick(Bits.upTo(2));
      picker.gained(first);
      assertThat(picker.pick(Bits.upTo(2))).isEqualTo(1 - first);
    }

    @Test
    void pickingChangesNothing() {
      SegmentPicker picker = picker(10, 1);
      BitSet candidates = Bits.of(2, 5, 8);
      int first = picker.pick(candidates);
      assertThat(picker.pick(candidates)).isEqualTo(first);
      assertThat(picker.pick(candidates, 2)).startsWith(first);
      assertThat(candidates).isEqualTo(Bits.of(2, 5, 8));
    }
  }

  @Nested
  class Holders {
    @Test
    void nobodyHoldsAnythingAtFirst() {
      assertThat(picker(3, 1).holders(2)).isZero();
    }

    @Test
    void setsAndSinglesAreCountedAlike() {
      SegmentPicker picker = picker(3, 1);
      picker.gained(Bits.of(0, 1));
      picker.gained(1);
      assertThat(List.of(picker.holders(0), picker.holders(1), picker.holders(2)))
          .containsExactly(1, 2, 0);
      picker.lost(1);
      picker.lost(Bits.of(0, 1));
      assertThat(List.of(picker.holders(0), picker.holders(1), picker.holders(2)))
          .containsExactly(0, 0, 0);
    }

    @Test
    void segmentOfALostNeighbourIsRarerAgain() {
      SegmentPicker picker = picker(2, 1);
      picker.gained(Bits.upTo(2));
      picker.gained(Bits.upTo(2));
      picker.lost(Bits.of(1));
      assertThat(picker.holders(1)).isEqualTo(1);
      assertThat(picker.pick(Bits.upTo(2))).isEqualTo(1);
    }

    @Test
    void singleAnnouncementsChangeTheOrder() {
      SegmentPicker picker = picker(3, 1);
      picker.gained(0);
      picker.gained(2);
      assertThat(picker.pick(Bits.upTo(3))).isEqualTo(1);
      picker.lost(0);
      picker.gained(1);
      assertThat(picker.pick(Bits.upTo(3))).isZero();
    }

    @Test
    void neighbourThatHoldsNothingCountsForNothing() {
      SegmentPicker picker = picker(3, 1);
      picker.gained(new BitSet());
      picker.lost(new BitSet());
      assertThat(picker.holders(0)).isZero();
    }

    @Test
    void orderAmongEqualsIsTheSameAfterANeighbourHasComeAndGone() {
      SegmentPicker picker = picker(32, 9);
      List<Integer> before = picker.pick(Bits.upTo(32), 32);
      picker.gained(Bits.of(3, 17, 30));
      picker.lost(Bits.of(3, 17, 30));
      assertThat(picker.pick(Bits.upTo(32), 32)).isEqualTo(before);
    }
  }

  @Nested
  class Ties {
    @Test
    void equallyRareSegmentsComeInAnOrderOfEachPeersOwn() {
      assertThat(orderOf(picker(64, 1), 64)).isNotEqualTo(orderOf(picker(64, 2), 64));
    }

    @Test
    void equallyRareSegmentsComeInTheSameOrderForTheSameSeed() {
      assertThat(orderOf(picker(64, 7), 64)).isEqualTo(orderOf(picker(64, 7), 64));
    }

    @Test
    void orderAmongEqualsDoesNotDependOnHowRareTheyAre() {
      SegmentPicker picker = picker(16, 4);
      List<Integer> before = orderOf(picker, 16);
      picker.gained(Bits.upTo(16));
      assertThat(orderOf(picker, 16)).isEqualTo(before);
    }

    @Test
    void orderAmongEqualsDoesNotDependOnTheOtherCandidates() {
      SegmentPicker picker = picker(16, 4);
      List<Integer> all = picker.pick(Bits.upTo(16), 16);
      BitSet some = Bits.of(1, 4, 6, 11, 15);
      assertThat(picker.pick(some, 16)).isEqualTo(all.stream().filter(some::get).toList());
    }

    @Test
    void everyCandidateIsPickedOnce() {
      assertThat(orderOf(picker(100, 3), 100)).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void firstPicksOfManyPeersSpreadOverTheFile() {
      BitSet first = new BitSet();
      for (int seed = 0; seed < 64; seed++) {
        first.set(picker(64, seed).pick(Bits.upTo(64)));
      }
      assertThat(first.cardinality()).as("distinct first picks of 64 peers").isGreaterThan(32);
    }

    @Test
    void everySegmentIsFirstForAboutAsManyPeers() {
      int[] first = new int[8];
      SplittableRandom random = new SplittableRandom(1);
      for (int peer = 0; peer < 8000; peer++) {
        first[new SegmentPicker(8, random).pick(Bits.upTo(8))]++;
      }
      for (int times : first) {
        assertThat(times).isBetween(850, 1150);
      }
    }

    @Test
    void onlyTheEquallyRareTakeTurnsAtTheFront() {
      BitSet first = new BitSet();
      for (int seed = 0; seed < 100; seed++) {
        SegmentPicker picker = picker(6, seed);
        picker.gained(Bits.of(0, 1, 5));
        first.set(picker.pick(Bits.upTo(6)));
      }
      assertThat(first).isEqualTo(Bits.of(2, 3, 4));
    }
  }

  @Nested
  class Several {
    @Test
    void theyComeInTheOrderInWhichTheyWouldComeOneByOne() {
      SegmentPicker picker = picker(50, 6);
      picker.gained(Bits.random(50, 0.5, new SplittableRandom(1)));
      picker.gained(Bits.random(50, 0.5, new SplittableRandom(2)));
      assertThat(picker.pick(Bits.upTo(50), 50)).isEqualTo(orderOf(picker, 50));
    }

    @Test
    void fewerAreTheBeginningOfMore() {
      SegmentPicker picker = picker(50, 6);
      picker.gained(Bits.random(50, 0.5, new SplittableRandom(1)));
      List<Integer> all = picker.pick(Bits.upTo(50), 50);
      for (int most = 1; most <= 50; most++) {
        assertThat(picker.pick(Bits.upTo(50), most)).isEqualTo(all.subList(0, most));
      }
    }

    @Test
    void noMoreThanAllowed() {
      assertThat(picker(100, 1).pick(Bits.upTo(100), 32)).hasSize(32).doesNotHaveDuplicates();
    }

    @Test
    void allWhenThereAreFewerCandidatesThanAllowed() {
      assertThat(picker(100, 1).pick(Bits.of(3, 99), 32)).containsExactlyInAnyOrder(3, 99);
    }

    @Test
    void oneIsTheSameAsTheNext() {
      SegmentPicker picker = picker(30, 8);
      picker.gained(Bits.of(1, 2, 3, 7, 9, 20));
      BitSet candidates = Bits.of(2, 3, 4, 5, 20, 29);
      assertThat(picker.pick(candidates, 1)).containsExactly(picker.pick(candidates));
    }

    @Test
    void rareOnesComeBeforeCommonOnes() {
      SegmentPicker picker = picker(4, 1);
      picker.gained(Bits.of(0, 1, 2));
      picker.gained(Bits.of(0, 1));
      picker.gained(Bits.of(0));
      assertThat(picker.pick(Bits.upTo(4), 4)).containsExactly(3, 2, 1, 0);
    }

    @Test
    void onlyCandidatesArePicked() {
      SegmentPicker picker = picker(10, 1);
      assertThat(picker.pick(Bits.of(4, 7), 10)).isSubsetOf(4, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 31, 32, 33, 1000})
    void theyAreTheFirstOfASortOfAllCandidates(int most) {
      for (long seed = 0; seed < 40; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1 + random.nextInt(200);
        SegmentPicker picker = new SegmentPicker(size, random);
        List<Integer> byOrder = picker.pick(Bits.upTo(size), size);
        int neighbours = random.nextInt(6);
        for (int i = 0; i < neighbours; i++) {
          picker.gained(Bits.random(size, random.nextDouble(), random));
        }
        BitSet candidates = Bits.random(size, random.nextDouble(), random);
        List<Integer> sorted = new ArrayList<>(candidates.stream().boxed().toList());
        sorted.sort(
            Comparator.<Integer>comparingInt(picker::holders).thenComparing(byOrder::indexOf));
        assertThat(picker.pick(candidates, most))
            .as("seed %d", seed)
            .isEqualTo(sorted.subList(0, Math.min(most, sorted.size())));
      }
    }

    @Test
    void countsStayRightOverManyComingsAndGoings() {
      for (long seed = 0; seed < 20; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        SegmentPicker picker = new SegmentPicker(40, random);
        int[] expected = new int[40];
        List<BitSet> neighbours = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
          if (neighbours.isEmpty() || random.nextInt(3) > 0) {
            BitSet holds = Bits.random(40, 0.4, random);
            neighbours.add(holds);
            picker.gained(holds);
            holds.stream().forEach(i -> expected[i]++);
          } else {
            BitSet holds = neighbours.remove(random.nextInt(neighbours.size()));
            picker.lost(holds);
            holds.stream().forEach(i -> expected[i]--);
          }
        }
        for (int i = 0; i < 40; i++) {
          assertThat(picker.holders(i)).as("seed %d segment %d", seed, i).isEqualTo(expected[i]);
        }
      }
    }
  }

  @Nested
  class Bundles {
    @Test
    void thereIsNoneWithoutCandidates() {
      assertThat(picker(4, 1).pickBundle(new BitSet(), i -> 1, 100, 10)).isEmpty();
    }

    @Test
    void largeSegmentTravelsAlone() {
      assertThat(picker(8, 1).pickBundle(Bits.upTo(8), i -> 1000, 100, 10)).hasSize(1);
    }

    @Test
    void segmentThatFillsTheBundleTravelsAlone() {
      assertThat(picker(8, 1).pickBundle(Bits.upTo(8), i -> 100, 100, 10)).hasSize(1);
    }

    @Test
    void nothingIsBundledWithoutRoom() {
      assertThat(picker(8, 1).pickBundle(Bits.upTo(8), i -> 1, 0, 10)).hasSize(1);
    }

    @Test
    void bundleBeginsWithTheNextSegment() {
      SegmentPicker picker = picker(40, 3);
      picker.gained(Bits.upTo(20));
      assertThat(picker.pickBundle(Bits.upTo(40), i -> 1, 10, 10))
          .startsWith(picker.pick(Bits.upTo(40)));
    }

    @Test
    void smallSegmentsTravelTogetherUpToTheLimitOfBytes() {
      for (int seed = 0; seed < 20; seed++) {
        List<Integer> bundle = picker(100, seed).pickBundle(Bits.upTo(100), i -> 10, 45, 100);
        int first = bundle.get(0);
        assertThat(bundle).as("seed %d", seed).hasSize(Math.min(4, 100 - first));
        assertThat(bundle.get(bundle.size() - 1)).isEqualTo(first + bundle.size() - 1);
      }
    }

    @Test
    void smallSegmentsThatJustFitAreAllTaken() {
      BitSet candidates = Bits.upTo(4);
      assertThat(beginningAtZero(4).pickBundle(candidates, i -> 25, 100, 10)).hasSize(4);
      assertThat(beginningAtZero(4).pickBundle(candidates, i -> 25, 99, 10)).hasSize(3);
    }

    @Test
    void noMoreSegmentsThanAllowed() {
      assertThat(beginningAtZero(100).pickBundle(Bits.upTo(100), i -> 1, 1000, 7)).hasSize(7);
      assertThat(beginningAtZero(100).pickBundle(Bits.upTo(100), i -> 1, 1000, 1)).hasSize(1);
    }

    @Test
    void emptySegmentsDoNotMakeABundleWithoutEnd() {
      SegmentPicker picker = beginningAtZero(500);
      assertThat(picker.pickBundle(Bits.upTo(500), i -> 0, 50, 400)).hasSizeLessThan(52);
      assertThat(picker.pickBundle(Bits.upTo(500), i -> 0, 1 << 18, 400)).hasSize(400);
    }

    @Test
    void bundleLeavesOutSegmentsThatAreLessRareThanItsFirst() {
      SegmentPicker picker = picker(3, 1);
      picker.gained(Bits.of(1));
      assertThat(picker.pickBundle(Bits.upTo(3), i -> 1, 10, 10)).doesNotContain(1);
    }

    @Test
    void bundleEndsBeforeASegmentThatIsTooLargeForTheRoom() {
      SegmentPicker picker = beginningAtZero(5);
      assertThat(picker.pickBundle(Bits.upTo(5), i -> i == 2 ? 90 : 10, 100, 10))
          .containsExactly(0, 1);
    }

    @Test
    void bundleSkipsWhatIsNotACandidate() {
      assertThat(beginningAtZero(9).pickBundle(Bits.of(0, 3, 8), i -> 1, 100, 10))
          .containsExactly(0, 3, 8);
    }

    @Test
    void bundleKeepsWithinItsBoundsWhateverTheLengths() {
      for (long seed = 0; seed < 200; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 1 + random.nextInt(100);
        SegmentPicker picker = new SegmentPicker(size, random);
        picker.gained(Bits.random(size, 0.5, random));
        int[] lengths = random.ints(size, 0, 60).toArray();
        BitSet candidates = Bits.random(size, 0.7, random);
        int room = random.nextInt(200);
        int most = 1 + random.nextInt(20);
        List<Integer> bundle = picker.pickBundle(candidates, i -> lengths[i], room, most);
        assertThat(bundle).as("seed %d", seed).doesNotHaveDuplicates().allMatch(candidates::get);
        assertThat(bundle.isEmpty()).as("seed %d", seed).isEqualTo(candidates.isEmpty());
        assertThat(bundle.size()).as("seed %d", seed).isLessThanOrEqualTo(most);
        if (bundle.size() > 1) {
          assertThat(bundle.stream().mapToInt(i -> lengths[i]).sum())
              .as("seed %d", seed)
              .isLessThanOrEqualTo(room);
        }
      }
    }

    /** All segments are equally rare, and 0 comes first. */
    private SegmentPicker beginningAtZero(int size) {
      long seed = 0;
      while (picker(size, seed).pick(Bits.upTo(size)) != 0) {
        seed++;
      }
      return picker(size, seed);
    }
  }

  private static List<Integer> orderOf(SegmentPicker picker, int segments) {
    BitSet candidates = Bits.upTo(segments);
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
}
