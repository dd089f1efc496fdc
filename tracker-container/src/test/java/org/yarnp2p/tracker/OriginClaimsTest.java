package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.bits;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginClaimsTest {
  private static final BitSet NONE = new BitSet();

  @Test
  void aSingleClaimerReadsFromStartToEnd() {
    OriginClaims claims = new OriginClaims(5);

    assertThat(claims.claim(1, "h1", 2, Set.of())).containsExactly(0, 1);
    assertThat(claims.claim(1, "h1", 2, Set.of())).containsExactly(2, 3);
    assertThat(claims.claim(1, "h1", 2, Set.of())).containsExactly(4);
    assertThat(claims.claim(1, "h1", 2, Set.of())).isEmpty();
  }

  @Test
  void aSecondClaimerBeginsInTheMiddleAndBothReadOnInTheirOwnRanges() {
    OriginClaims claims = new OriginClaims(100);
    claims.claim(1, "h1", 2, Set.of());

    assertThat(claims.claim(2, "h2", 2, Set.of())).containsExactly(51, 52);
    assertThat(claims.claim(1, "h1", 2, Set.of())).containsExactly(2, 3);
    assertThat(claims.claim(2, "h2", 2, Set.of())).containsExactly(53, 54);
  }

  @Test
  void claimersStartFarApart() {
    OriginClaims claims = new OriginClaims(1024);
    List<Integer> starts = new ArrayList<>();
    for (int rank = 1; rank <= 8; rank++) {
      starts.addAll(claims.claim(rank, "h" + rank, 1, Set.of()));
    }
    starts.sort(null);

    assertThat(starts.get(0)).isZero();
    for (int i = 1; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 1)).isBetween(120, 136);
    }
  }

  @Test
  void oneThatReachesTheEndOfItsRangeTakesFromTheLargestOneLeft() {
    OriginClaims claims = new OriginClaims(12);
    claims.claim(1, "h1", 1, Set.of());
    assertThat(claims.claim(2, "h2", 1, Set.of())).containsExactly(6);
    claims.claim(2, "h2", 5, Set.of());

    assertThat(claims.claim(2, "h2", 1, Set.of())).containsExactly(3);
    assertThat(claims.claim(1, "h1", 3, Set.of())).containsExactly(1, 2, 5);
  }

  @Test
  void everySegmentIsGivenOnceHoweverManyClaim() {
    OriginClaims claims = new OriginClaims(1000);
    Set<Integer> given = new HashSet<>();
    int idle = 0;
    for (int rank = 1; idle < 37; rank = rank % 37 + 1) {
      List<Integer> more = claims.claim(rank, "h" + rank, 1 + rank % 3, Set.of());
      more.forEach(segment -> assertThat(given.add(segment)).isTrue());
      idle = more.isEmpty() ? idle + 1 : 0;
    }

    assertThat(given).hasSize(1000);
  }

  @Test
  void moreClaimersThanSegmentsShareThem() {
    OriginClaims claims = new OriginClaims(2);

    assertThat(claims.claim(1, "h1", 5, Set.of())).containsExactly(0, 1);
    assertThat(claims.claim(2, "h2", 5, Set.of())).isEmpty();
  }

  @Test
  void whatAPeerHoldsIsNotGiven() {
    OriginClaims claims = new OriginClaims(4);
    claims.held(9, 1);
    claims.held(9, 2);

    assertThat(claims.claim(1, "h1", 4, Set.of())).containsExactly(0, 3);
  }

  @Test
  void whatALostClaimerWasGivenCanBeClaimedAgain() {
    OriginClaims claims = new OriginClaims(4);
    claims.claim(1, "h1", 2, Set.of());
    claims.release(1, NONE, segment -> false);

    assertThat(claims.claim(2, "h2", 4, Set.of())).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void whatALostClaimerWasGivenIsNotReadAgainWhenAnotherPeerHoldsIt() {
    OriginClaims claims = new OriginClaims(2);
    claims.claim(1, "h1", 2, Set.of());
    claims.held(2, 0);
    claims.release(1, NONE, segment -> segment == 0);

    assertThat(claims.claim(3, "h3", 2, Set.of())).containsExactly(1);
  }

  @Test
  void whatALostRankAloneHeldCanBeClaimedAgain() {
    OriginClaims claims = new OriginClaims(2);
    claims.claim(1, "h1", 2, Set.of());
    claims.held(1, 0);
    claims.held(1, 1);
    claims.release(1, bits(0, 1), segment -> false);

    assertThat(claims.claim(2, "h2", 2, Set.of())).containsExactly(0, 1);
  }

  @Test
  void whatALostRankAloneHeldIsNotGivenTwiceWhileAnotherReadsIt() {
    OriginClaims claims = new OriginClaims(1);
    claims.claim(1, "h1", 1, Set.of());
    claims.held(2, 0);
    claims.release(2, bits(0), segment -> false);

    assertThat(claims.claim(3, "h3", 1, Set.of())).isEmpty();
  }

  @Test
  void anOriginWithoutSegmentsGivesNone() {
    assertThat(new OriginClaims(0).claim(1, "h1", 1, Set.of())).isEmpty();
  }

  @Test
  void theRangeOfALostClaimerIsReadFromWhereItStopped() {
    OriginClaims claims = new OriginClaims(100);
    claims.claim(1, "h1", 3, Set.of());
    for (int segment = 0; segment < 3; segment++) {
      claims.held(1, segment);
    }
    claims.release(1, NONE, segment -> segment < 3);

    assertThat(claims.claim(2, "h2", 2, Set.of())).containsExactly(3, 4);
  }
}
