package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.SegmentRef;

class LeastSentTest {
  private static final int LENGTH = 10;

  private final LeastSent sent = new LeastSent();

  @Test
  void nothingIsChosenAmongNothing() {
    assertThat(sent.choose(List.of(), s -> LENGTH, 100)).isEmpty();
  }

  @Test
  void amongEqualsTheAskersOrderCounts() {
    assertThat(one(4, 2, 7)).isEqualTo(4);
  }

  @Test
  void severalEqualsComeInTheAskersOrder() {
    assertThat(choose(30, 4, 2, 7)).containsExactly(refs(4, 2, 7));
  }

  @Test
  void whatWasSentOnceComesAfterWhatWasNotSent() {
    assertThat(one(4, 2)).isEqualTo(4);
    assertThat(one(4, 2)).isEqualTo(2);
    assertThat(one(4, 2)).isEqualTo(4);
  }

  @Test
  void eachGoesOutOnceBeforeAnyGoesOutTwice() {
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      candidates.add(i);
    }
    Random random = new Random(3);
    for (int round = 0; round < 3; round++) {
      List<Integer> chosen = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Collections.shuffle(candidates, random);
        chosen.add(one(candidates.stream().mapToInt(Integer::intValue).toArray()));
      }
      assertThat(chosen).as("round %d", round).doesNotHaveDuplicates();
    }
  }

  @Test
  void askerWhoTakesOnlyWhatWasSentGetsIt() {
    one(3);
    assertThat(one(3)).isEqualTo(3);
  }

  @Test
  void bytesAreBounded() {
    assertThat(choose(29, 1, 2, 3)).containsExactly(refs(1, 2));
    assertThat(choose(20, 4, 5, 6)).containsExactly(refs(4, 5));
  }

  @Test
  void firstIsChosenWhateverItsLength() {
    assertThat(choose(1, 1, 2, 3)).containsExactly(refs(1));
    assertThat(choose(0, 4)).containsExactly(refs(4));
  }

  @Test
  void candidatesThatWereNotChosenDoNotCountAsSent() {
    choose(10, 1, 2);
    assertThat(one(1, 2)).isEqualTo(2);
  }

  @Test
  void leastSentComesFirstAlsoAmongSeveral() {
    choose(20, 1, 2);
    one(1);
    assertThat(choose(40, 1, 2, 3, 4)).containsExactly(refs(3, 4, 2, 1));
  }

  @Test
  void choiceEndsBeforeTheFirstThatDoesNotFit() {
    List<SegmentRef> chosen =
        sent.choose(Arrays.asList(refs(1, 2, 3)), s -> s.segment() == 2 ? 50 : 5, 20);
    assertThat(chosen).containsExactly(refs(1));
  }

  @Test
  void whatDidNotGoOutCountsNoMore() {
    one(1, 2);
    sent.unsent(ref(1));
    assertThat(one(1, 2)).isEqualTo(1);
  }

  @Test
  void whatWasNeverSentCannotCountLessThanThat() {
    sent.unsent(ref(1));
    sent.unsent(new SegmentRef(99, 7));
    assertThat(one(2, 1)).isEqualTo(2);
    assertThat(one(1, 2)).isEqualTo(1);
  }

  @Test
  void filesAreCountedApart() {
    assertThat(one(5)).isEqualTo(5);
    SegmentRef other = new SegmentRef(1, 5);
    assertThat(sent.choose(List.of(ref(5), other), s -> LENGTH, 1)).containsExactly(other);
    assertThat(sent.choose(List.of(other, ref(5)), s -> LENGTH, 1)).containsExactly(other);
    assertThat(sent.choose(List.of(other, ref(5)), s -> LENGTH, 1)).containsExactly(ref(5));
  }

  @Test
  void candidatesOfSeveralFilesGoOutTogether() {
    SegmentRef other = new SegmentRef(8, 0);
    assertThat(sent.choose(List.of(other, ref(0)), s -> LENGTH, 20)).containsExactly(other, ref(0));
  }

  @Test
  void segmentNumbersMayBeLarge() {
    assertThat(one(1_000_000)).isEqualTo(1_000_000);
    assertThat(one(1_000_000, 3)).isEqualTo(3);
  }

  @Test
  void bytesOfManyLongSegmentsDoNotOverflow() {
    assertThat(sent.choose(Arrays.asList(refs(1, 2, 3)), s -> Integer.MAX_VALUE, 1L << 33))
        .hasSize(3);
  }

  @Test
  void candidatesAreLeftAsTheyAre() {
    List<SegmentRef> candidates = List.of(refs(2, 1));
    one(2);
    sent.choose(candidates, s -> LENGTH, 100);
    assertThat(candidates).containsExactly(refs(2, 1));
  }

  private int one(int... candidates) {
    List<SegmentRef> chosen = choose(LENGTH, candidates);
    assertThat(chosen).hasSize(1);
    return chosen.get(0).segment();
  }

  private List<SegmentRef> choose(long mostBytes, int... candidates) {
    return sent.choose(Arrays.asList(refs(candidates)), s -> LENGTH, mostBytes);
  }

  private static SegmentRef[] refs(int... segments) {
    return Arrays.stream(segments).mapToObj(LeastSentTest::ref).toArray(SegmentRef[]::new);
  }

  private static SegmentRef ref(int segment) {
    return new SegmentRef(0, segment);
  }
}
