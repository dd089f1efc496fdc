package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class UploadSlotsTest {
  private static final long MS = 1_000_000;
  private static final long TURN = 100 * MS;
  private static final long IDLE = 2000 * MS;

  private UploadSlots slots = slots(2, 1);
  private long now = -17 * MS;

  @Nested
  class Waiting {
    @Test
    void nobodyIsServedWhoDoesNotWait() {
      assertThat(grant()).isEmpty();
      assertThat(slots.inUse()).isZero();
    }

    @Test
    void asManyAreServedAsThereAreSlots() {
      want(1, 2, 3);
      assertThat(grant()).hasSize(2);
      assertThat(slots.inUse()).isEqualTo(2);
      assertThat(grant()).isEmpty();
    }

    @Test
    void whoWaitsTwiceWaitsOnce() {
      want(1, 1, 1);
      assertThat(grant()).containsExactly(1);
    }

    @Test
    void halfOfTheSlotsGoToThoseThatAreNear() {
      assertThat(servedNear(3, 7, 9))
          .as("a half, and three tenths of the other half")
          .isBetween(600, 700);
    }

    @Test
    void fewThatAreNearHaveNoSlotsOfTheirOwn() {
      assertThat(servedNear(3, 7)).as("two tenths").isBetween(150, 250);
    }

    /** How often one of these is served when ten wait, of 1,000 times. */
    private int servedNear(int... ranks) {
      Set<Rank> nearest = IntStream.of(ranks).mapToObj(Rank::peer).collect(Collectors.toSet());
      int near = 0;
      for (int draw = 0; draw < 1000; draw++) {
        slots = slots(1, draw);
        slots.nearest(nearest);
        want(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        near += nearest.contains(Rank.peer(grant().get(0))) ? 1 : 0;
      }
      return near;
    }

    @Test
    void othersAreServedWhereNobodyNearWaits() {
      slots.nearest(Set.of(Rank.peer(3), Rank.peer(4), Rank.peer(5)));
      want(1, 2);
      assertThat(grant()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void whoDoesNotWaitAnyMoreGetsNoSlot() {
      want(1, 2);
      slots.withdraw(Rank.peer(1));
      assertThat(grant()).containsExactly(2);
    }

    @Test
    void withdrawingWhoDoesNotWaitChangesNothing() {
      want(1);
      slots.withdraw(Rank.peer(9));
      assertThat(grant()).containsExactly(1);
      slots.withdraw(Rank.peer(1));
      assertThat(slots.inUse()).isEqualTo(1);
    }

    @Test
    void releasedSlotGoesToOneWhoWaits() {
      clear(1, 2);
      want(3);
      assertThat(grant()).isEmpty();
      slots.release(Rank.peer(1));
      assertThat(grant()).containsExactly(3);
    }

    @Test
    void whoWasServedMayWaitAgain() {
      clear(1);
      slots.release(Rank.peer(1));
      assertThat(slots.inUse()).isZero();
      assertThat(clear(1)).containsExactly(1);
    }
  }

  @Nested
  class Draw {
    @Test
    void everyoneWhoWaitsIsDrawnAboutAsOften() {
      Map<Integer, Integer> first = new HashMap<>();
      for (int seed = 0; seed < 2000; seed++) {
        slots = slots(1, seed);
        want(1, 2, 3, 4);
        first.merge(grant().get(0), 1, Integer::sum);
      }
      assertThat(first).hasSize(4);
      assertThat(first.values()).allSatisfy(times -> assertThat(times).isBetween(420, 580));
    }

    @Test
    void sameSeedDrawsTheSame() {
      assertThat(orderOf(77)).isEqualTo(orderOf(77));
      assertThat(orderOf(77)).isNotEqualTo(orderOf(78));
    }

    @Test
    void everyoneWhoWaitsIsServedOnceBeforeNobodyWaits() {
      assertThat(orderOf(5)).doesNotHaveDuplicates().hasSize(40);
    }

    private List<Integer> orderOf(int seed) {
      slots = slots(1, seed);
      want(IntStream.rangeClosed(1, 40).toArray());
      List<Integer> order = new ArrayList<>();
      for (List<Integer> cleared = grant(); !cleared.isEmpty(); cleared = grant()) {
        order.addAll(cleared);
        slots.release(Rank.peer(cleared.get(0)));
      }
      return order;
    }
  }

  @Nested
  class Asking {
    @Test
    void whoHasNoSlotMayNotAsk() {
      assertThat(begin(1)).isFalse();
      want(1);
      assertThat(begin(1)).isFalse();
      grant();
      assertThat(begin(1)).isTrue();
    }

    @Test
    void whoHasGivenTheSlotBackMayNotAsk() {
      clear(1);
      slots.release(Rank.peer(1));
      assertThat(begin(1)).isFalse();
    }

    @Test
    void slotIsInUseUntilWhatWasAskedHasArrived() {
      clear(1, 2);
      begin(1);
      slots.release(Rank.peer(1));
      want(3);
      assertThat(grant()).isEmpty();
      end(1);
      assertThat(grant()).containsExactly(3);
    }

    @Test
    void slotIsInUseUntilAllThatWasAskedHasArrived() {
      clear(1, 2);
      begin(1);
      begin(1);
      slots.release(Rank.peer(1));
      end(1);
      assertThat(slots.inUse()).isEqualTo(2);
      end(1);
      assertThat(slots.inUse()).isEqualTo(1);
    }

    @Test
    void endOfNothingChangesNothing() {
      end(1);
      clear(1);
      end(1);
      assertThat(slots.inUse()).isEqualTo(1);
      assertThat(begin(1)).isTrue();
    }

    @Test
    void releaseOfNothingChangesNothing() {
      slots.release(Rank.peer(1));
      want(1);
      slots.release(Rank.peer(1));
      assertThat(grant()).containsExactly(1);
    }
  }

  @Nested
  class Turns {
    @Test
    void slotIsKeptAsLongAsNobodyWaits() {
      clear(1, 2);
      for (int i = 0; i < 100; i++) {
        request(1, 50 * MS, true);
      }
    }

    @Test
    void slotIsNotKeptForWhoHasNone() {
      assertThat(slots.keeps(Rank.peer(1), now)).isFalse();
      clear(1);
      slots.release(Rank.peer(1));
      assertThat(slots.keeps(Rank.peer(1), now)).isFalse();
    }

    @Test
    void firstRequestsEndTheTurnWhenOthersWaitAndNothingIsKnownOfTheirTime() {
      clear(1, 2);
      want(3);
      request(1, 10 * MS, false);
      assertThat(begin(1)).isFalse();
      assertThat(grant()).containsExactly(3);
    }

    @Test
    void turnLastsAsManyRequestsAsAreExpectedToFit() {
      slots = slots(1, 1);
      clear(1);
      request(1, 30 * MS, true); // 30 ms is the mean from here on
      slots.release(Rank.peer(1));
      clear(2);
      want(3);
      // A request ends at 30, 60, 90 ms; each time, one more after the present one must fit.
      request(2, 30 * MS, true); // 0 + 2 * 30
      request(2, 30 * MS, true); // 30 + 2 * 30
      request(2, 30 * MS, false); // 60 + 2 * 30 is beyond 100
      assertThat(grant()).containsExactly(3);
    }

    @Test
    void requestsThatTakeLongerThanATurnAreServedOneToATurn() {
      slots = slots(1, 1);
      clear(1);
      request(1, 500 * MS, true);
      slots.release(Rank.peer(1));
      clear(2);
      want(3);
      request(2, 500 * MS, false);
    }

    @Test
    void slotIsFreeOnlyWhenWhatWasAskedInTheTurnHasArrived() {
      slots = slots(1, 1);
      clear(1);
      want(2);
      begin(1);
      assertThat(slots.keeps(Rank.peer(1), now)).isFalse();
      assertThat(grant()).isEmpty();
      assertThat(slots.inUse()).isEqualTo(1);
      now += 10 * MS;
      end(1);
      assertThat(grant()).containsExactly(2);
    }

    @Test
    void requestsUnderWayCountAgainstTheTurn() {
      slots = slots(1, 1);
      clear(1);
      request(1, 30 * MS, true);
      slots.release(Rank.peer(1));
      clear(2);
      want(3);
      begin(2);
      begin(2);
      begin(2);
      assertThat(slots.keeps(Rank.peer(2), now)).as("4 times 30 ms").isFalse();
    }

    @Test
    void turnThatIsOverBeginsAnewWithTheNextSlot() {
      slots = slots(1, 1);
      clear(1);
      request(1, 30 * MS, true);
      now += 1000 * MS;
      slots.release(Rank.peer(1));
      clear(1);
      want(2);
      request(1, 30 * MS, true);
    }
  }

  @Nested
  class Draining {
    @Test
    void whoWaitsWhileItsFormerTurnDrainsGetsAnotherSlot() {
      clear(1);
      begin(1);
      slots.release(Rank.peer(1));
      want(1);
      assertThat(grant()).containsExactly(1);
      assertThat(slots.inUse()).as("the draining one and the new one").isEqualTo(2);
      assertThat(begin(1)).isTrue();
    }

    @Test
    void endsCountForTheOldestTurnFirst() {
      clear(1);
      begin(1);
      slots.release(Rank.peer(1));
      clear(1);
      begin(1);
      end(1);
      assertThat(slots.inUse()).isEqualTo(1);
      assertThat(begin(1)).as("the new turn goes on").isTrue();
    }

    @Test
    void whoWaitsThoughItHasASlotHasOnlyTheNewOne() {
      clear(1);
      assertThat(clear(1)).containsExactly(1);
      assertThat(slots.inUse()).isEqualTo(1);
    }

    @Test
    void drainingTurnTakesUpTheOnlySlot() {
      slots = slots(1, 1);
      clear(1);
      begin(1);
      slots.release(Rank.peer(1));
      assertThat(clear(1)).isEmpty();
      assertThat(begin(1)).isFalse();
      end(1);
      assertThat(grant()).containsExactly(1);
    }

    @Test
    void turnEndsEarlyWhenTheRestIsOnItsWay() {
      slots = slots(1, 1);
      clear(1);
      want(2);
      begin(1);
      assertThat(slots.keeps(Rank.peer(1), now)).isFalse();
      end(1); // the asker says so when most bytes have arrived
      assertThat(grant()).containsExactly(2);
      assertThat(begin(2)).isTrue();
      assertThat(slots.inUse()).isEqualTo(1);
    }
  }

  @Nested
  class Idle {
    @Test
    void slotUnderWhichNothingIsAskedIsTakenBack() {
      slots = slots(1, 1);
      clear(1);
      want(2);
      now += IDLE;
      assertThat(grant()).isEmpty();
      now++;
      assertThat(grant()).containsExactly(2);
      assertThat(begin(1)).isFalse();
    }

    @Test
    void slotIsNotTakenBackWhenNobodyWaits() {
      clear(1);
      now += 10 * IDLE;
      assertThat(grant()).isEmpty();
      assertThat(begin(1)).isTrue();
    }

    @Test
    void slotIsNotTakenBackWhileSomethingIsUnderWay() {
      slots = slots(1, 1);
      clear(1);
      begin(1);
      want(2);
      now += 10 * IDLE;
      assertThat(grant()).isEmpty();
      assertThat(begin(1)).as("may go on").isTrue();
    }

    @Test
    void eachSlotHasItsOwnTime() {
      clear(1);
      now += IDLE / 2;
      clear(2);
      want(3);
      want(4);
      now += IDLE / 2;
      assertThat(grant()).isEmpty();
      now++;
      assertThat(grant()).as("in the place of 1").hasSize(1);
      now += IDLE / 2;
      assertThat(grant()).as("in the place of 2").hasSize(1);
      assertThat(begin(1)).isFalse();
      assertThat(begin(2)).isFalse();
      assertThat(begin(3)).isTrue();
      assertThat(begin(4)).isTrue();
    }

    @Test
    void idleTimeCountsFromTheLastArrival() {
      slots = slots(1, 1);
      clear(1);
      begin(1);
      now += 10 * IDLE;
      end(1);
      want(2);
      now += IDLE;
      assertThat(grant()).isEmpty();
      now++;
      assertThat(grant()).containsExactly(2);
    }
  }

  @Nested
  class Forgotten {
    @Test
    void peerThatIsGoneFreesItsSlotWithAllThatWasUnderWay() {
      clear(1, 2);
      begin(1);
      begin(1);
      slots.forget(Rank.peer(1));
      assertThat(slots.inUse()).isEqualTo(1);
      assertThat(begin(1)).isFalse();
      want(3);
      assertThat(grant()).containsExactly(3);
    }

    @Test
    void peerThatIsGoneWaitsNoMore() {
      want(1);
      slots.forget(Rank.peer(1));
      assertThat(grant()).isEmpty();
    }

    @Test
    void drainingTurnsOfAPeerThatIsGoneAreFreeToo() {
      clear(1);
      begin(1);
      slots.release(Rank.peer(1));
      clear(1);
      assertThat(slots.inUse()).isEqualTo(2);
      slots.forget(Rank.peer(1));
      assertThat(slots.inUse()).isZero();
    }

    @Test
    void endOfWhatWasUnderWayToAPeerThatIsGoneChangesNothing() {
      clear(1, 2);
      begin(1);
      slots.forget(Rank.peer(1));
      end(1);
      slots.release(Rank.peer(1));
      assertThat(slots.inUse()).isEqualTo(1);
    }

    @Test
    void strangerMayBeForgotten() {
      slots.forget(Rank.peer(9));
      assertThat(slots.inUse()).isZero();
    }
  }

  /** More than a sixteenth of what a transfer takes, from the slot to the first request. */
  @Test
  void thereAreMoreSlotsWhereAgreementsTakeLong() {
    assertThat(servedAfterAnAgreementOf(2)).hasSize(1);
    assertThat(servedAfterAnAgreementOf(4)).hasSize(2);
    assertThat(servedAfterAnAgreementOf(40)).as("and no more than there may be").hasSize(3);
  }

  /** Who gets a slot when one was taken up after so many ms, and what was asked came after 48. */
  private List<Integer> servedAfterAnAgreementOf(long millis) {
    slots = new UploadSlots(new SlotCount(1, 3), TURN, IDLE, new SplittableRandom(1));
    want(1);
    assertThat(grant()).containsExactly(1);
    now += millis * MS;
    request(1, 48 * MS, true);
    slots.release(Rank.peer(1));
    want(2, 3, 4, 5);
    return grant();
  }

  @Test
  void thereAreNeverMoreThanTheSlotsInUseAndNobodyWaitsInVain() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int most = 1 + random.nextInt(4);
      slots = new UploadSlots(new SlotCount(most, most), TURN, IDLE, random);
      Map<Integer, Integer> underWay = new HashMap<>();
      Set<Integer> wanting = new HashSet<>();
      for (int step = 0; step < 300; step++) {
        act(1 + random.nextInt(8), underWay, wanting, random);
        wanting.removeAll(grant());
        assertThat(slots.inUse()).as("seed %d step %d", seed, step).isBetween(0, most);
        assertThat(slots.inUse() == most || wanting.isEmpty())
            .as("seed %d step %d: no slot is free while somebody waits", seed, step)
            .isTrue();
      }
      underWay.forEach((rank, requests) -> IntStream.range(0, requests).forEach(i -> end(rank)));
      now += 2 * IDLE;
      for (int rank = 1; rank <= 8; rank++) {
        slots.release(Rank.peer(rank));
        slots.withdraw(Rank.peer(rank));
      }
      assertThat(slots.inUse()).as("seed %d: in use at the end", seed).isZero();
    }
  }

  private void act(
      int rank, Map<Integer, Integer> underWay, Set<Integer> wanting, RandomGenerator random) {
    now += random.nextInt((int) (50 * MS));
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        want(rank);
        wanting.add(rank);
      }
      case 2, 3 -> {
        if (begin(rank)) {
          underWay.merge(rank, 1, Integer::sum);
          slots.keeps(Rank.peer(rank), now);
        }
      }
      case 4 -> {
        if (underWay.getOrDefault(rank, 0) > 0) {
          underWay.merge(rank, -1, Integer::sum);
          end(rank);
        }
      }
      case 5 -> slots.release(Rank.peer(rank));
      default -> {
        if (random.nextInt(4) == 0) {
          slots.forget(Rank.peer(rank));
          underWay.remove(rank);
          wanting.remove(rank);
        }
      }
    }
  }

  private static UploadSlots slots(int most, long seed) {
    return new UploadSlots(new SlotCount(most, most), TURN, IDLE, new SplittableRandom(seed));
  }

  private void want(int... ranks) {
    IntStream.of(ranks).mapToObj(Rank::peer).forEach(slots::want);
  }

  private List<Integer> grant() {
    return slots.grant(now).stream().map(Rank::value).toList();
  }

  private List<Integer> clear(int... ranks) {
    want(ranks);
    return grant();
  }

  private boolean begin(int rank) {
    return slots.begin(Rank.peer(rank), now);
  }

  private void end(int rank) {
    slots.end(Rank.peer(rank), now);
  }

  /** A request that is made, answered and has arrived. */
  private void request(int rank, long nanos, boolean kept) {
    assertThat(begin(rank)).isTrue();
    assertThat(slots.keeps(Rank.peer(rank), now)).isEqualTo(kept);
    now += nanos;
    end(rank);
  }
}
