package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.yarnp2p.peer.swarm.SwarmScript.FILE;
import static org.yarnp2p.peer.swarm.SwarmScript.SEGMENT;
import static org.yarnp2p.peer.swarm.SwarmScript.all;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.only;
import static org.yarnp2p.peer.swarm.SwarmScript.ref;
import static org.yarnp2p.peer.swarm.SwarmScript.released;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.slots;
import static org.yarnp2p.peer.swarm.SwarmScript.together;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;
import static org.yarnp2p.peer.swarm.SwarmScript.wanted;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.model.SegmentRef;

/** Slots of sources: wanted, used, kept, given back. */
class SwarmSlotsTest {
  private SwarmScript peer = new SwarmScript();

  @Test
  void slotsAreWantedOfAllThatOfferSomething() {
    peer.start(40, 1, 2, 3, 4, 5);
    assertThat(
            reserved(
                together(
                    peer.introduce(1, upTo(40)),
                    peer.introduce(2, 3),
                    peer.introduce(3),
                    peer.introduce(4, upTo(40)),
                    peer.introduce(5, upTo(20)))))
        .containsExactly(1, 2, 4, 5);
  }

  @Test
  void slotIsWantedOnce() {
    peer.start(40, 1);
    assertThat(reserved(peer.introduce(1, upTo(20)))).containsExactly(1);
    assertThat(peer.announce(1, 30)).isEmpty();
    assertThat(peer.introduce(1, upTo(40))).isEmpty();
    assertThat(peer.tick(5000)).isEmpty();
  }

  @Test
  void nothingIsAskedBeforeTheSlotIsThere() {
    peer.start(40, 1);
    assertThat(fetches(peer.introduce(1, upTo(40)))).isEmpty();
    assertThat(peer.state.bytesInFlight()).isZero();
    Action.Fetch fetch = peer.cleared(1);
    assertThat(fetch.eager()).isFalse();
    assertThat(fetch.mostBytes()).isEqualTo(SEGMENT);
    assertThat(peer.state.bytesInFlight()).isEqualTo(SEGMENT);
  }

  @Test
  void slowSourceIsAskedForOneSegment() {
    peer.start(40, 1);
    peer.introduce(1, upTo(40));
    peer.serve(1, 1, 150);
    assertThat(peer.cleared(1).mostBytes()).isEqualTo(SEGMENT);
  }

  @Test
  void fastSourceIsAskedForWhatItSendsInATenthOfASecond() {
    peer.start(40, 1);
    peer.introduce(1, upTo(40));
    peer.serve(1, 1, 20);
    assertThat(peer.cleared(1).mostBytes()).isCloseTo(5 * SEGMENT, within(1));
    assertThat(peer.state.bytesInFlight()).isCloseTo(5L * SEGMENT, within(1L));
  }

  @Test
  void noSourceIsAskedForMoreThanEightMebibytesAtOnce() {
    peer.start(40, 1);
    peer.introduce(1, upTo(40));
    Action.Fetch first = peer.cleared(1);
    peer.now += 1000; // at this rate 100 MB in a tenth of a second
    peer.deliver(first, 0);
    assertThat(peer.cleared(1).mostBytes()).isEqualTo(8 << 20);
  }

  @Test
  void whatAFastSourceIsAskedForKeepsToTheBytesInFlight() {
    peer = new SwarmScript(new SwarmSettings(2, 2, 2, 0, SEGMENT, 8, 3L * SEGMENT, 2));
    peer.start(40, 1);
    peer.introduce(1, upTo(40));
    peer.serve(1, 1, 20);
    Action.Fetch first = peer.cleared(1);
    assertThat(first.mostBytes()).isEqualTo(3 * SEGMENT);
    assertThat(fetches(peer.bindFirst(first, true)))
        .singleElement()
        .satisfies(second -> assertThat(second.mostBytes()).isEqualTo(2 * SEGMENT));
  }

  @Test
  void moreSlotsAreUsedWhereAgreementsTakeLong() {
    assertThat(fetches(thirdClearAfterAnAgreementOf(2))).isEmpty();
    assertThat(fetches(thirdClearAfterAnAgreementOf(20))).hasSize(1);
  }

  /** The first segment comes in 40 ms, so many ms after it was asked for. */
  private List<Action> thirdClearAfterAnAgreementOf(long millis) {
    peer = new SwarmScript(new SwarmSettings(2, 3, 2, 0, SEGMENT, 8, 1L << 40, 2));
    peer.start(40, 1, 2, 3);
    for (int rank = 1; rank <= 3; rank++) {
      peer.introduce(rank, upTo(40));
    }
    Action.Fetch first = peer.cleared(1);
    peer.now += millis * SwarmScript.MS;
    peer.deliver(first, 40);
    peer.cleared(1);
    peer.cleared(2);
    return peer.clear(3);
  }

  @Test
  void clearThatComesWhenNothingIsOpenAnyMoreIsReleased() {
    peer.start(2, 1, 2, 3);
    for (int rank = 1; rank <= 3; rank++) {
      peer.introduce(rank, 0, 1);
    }
    peer.cleared(1);
    peer.cleared(2);
    List<Action> late = peer.clear(3);
    assertThat(released(late)).containsExactly(3);
    assertThat(reserved(late)).isEmpty();
  }

  @Test
  void clearThatComesWhenTheDownloadSlotsAreTakenIsReleased() {
    peer.start(40, 1, 2, 3);
    for (int rank = 1; rank <= 3; rank++) {
      peer.introduce(rank, upTo(40));
    }
    peer.cleared(1);
    peer.cleared(2);
    List<Action> late = peer.clear(3);
    assertThat(released(late)).containsExactly(3);
    assertThat(fetches(late)).isEmpty();
    assertThat(reserved(late)).as("as long as the slots are taken").isEmpty();
  }

  @Test
  void newsCanWaitWhileTheDownloadSlotsAreTaken() {
    peer.start(40, 1, 2, 3);
    for (int rank = 1; rank <= 3; rank++) {
      peer.introduce(rank, upTo(20));
    }
    peer.cleared(1);
    assertThat(peer.state.newsCanWait()).as("another slot could be wanted").isFalse();
    Action.Fetch second = peer.cleared(2);
    assertThat(peer.state.newsCanWait()).isTrue();
    assertThat(peer.announce(3, 30)).isEmpty();
    peer.apply(new Event.Arriving(second.request()));
    assertThat(peer.state.newsCanWait()).as("a slot is free again").isFalse();
  }

  @Test
  void newsCannotWaitForASlotThatIsKept() {
    peer = new SwarmScript(slots(1, 2)).start(40, 1);
    peer.introduce(1, 0);
    Action.Fetch only = peer.cleared(1);
    assertThat(peer.state.newsCanWait()).isTrue();
    peer.apply(new Event.Bound(only.request(), only.candidates(), true));
    assertThat(peer.state.newsCanWait()).as("a second request could be made").isFalse();
    assertThat(fetches(peer.announce(1, 1))).hasSize(1);
  }

  @Test
  void newsCanWaitWhenNothingIsMissing() {
    peer.describe(wanted(FILE, 2, 0, 1));
    peer.neighbours(1);
    assertThat(peer.state.newsCanWait()).isTrue();
  }

  @Test
  void clearThatNobodyAskedForIsReleased() {
    peer.start(4, 1);
    assertThat(released(peer.clear(1))).containsExactly(1);
    assertThat(released(peer.clear(9))).as("a stranger").containsExactly(9);
  }

  @Test
  void busyAnswerThatNobodyWaitsForIsIgnored() {
    peer.start(4, 1);
    assertThat(peer.answer(1, new SlotAnswer.Busy(10))).isEmpty();
    assertThat(peer.answer(1, new SlotAnswer.Failed())).isEmpty();
    assertThat(reserved(peer.introduce(1, 0))).containsExactly(1);
  }

  @Test
  void candidatesAreAtMostAsManyAsTheSettingSays() {
    peer.start(1000, 1).introduce(1, upTo(1000));
    assertThat(peer.cleared(1).candidates()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void candidatesAreAtMostAQuarterOfTheOpenOnes() {
    peer.start(20, 1).introduce(1, upTo(20));
    assertThat(peer.cleared(1).candidates()).hasSize(5);
  }

  @Test
  void openOnesThatTheSourceDoesNotHoldCountForTheQuarter() {
    peer.start(20, 1).introduce(1, 0, 1, 2);
    assertThat(peer.cleared(1).candidates()).hasSize(3);
  }

  @Test
  void oneCandidateIsNamedInTheEnd() {
    peer.start(3, 1).introduce(1, 0, 1, 2);
    assertThat(peer.cleared(1).candidates()).hasSize(1);
  }

  @Test
  void candidatesAreNamedTheRarestFirst() {
    peer.start(40, 1, 2);
    peer.introduce(2, upTo(38));
    peer.introduce(1, upTo(40));
    assertThat(peer.cleared(1).candidates().subList(0, 2))
        .containsExactlyInAnyOrder(ref(38), ref(39));
  }

  @Test
  void candidatesOfOneSourceAreNotNamedToAnother() {
    peer.start(40, 1, 2).introduce(1, upTo(40));
    peer.introduce(2, upTo(40));
    Action.Fetch one = peer.cleared(1);
    Action.Fetch other = peer.cleared(2);
    assertThat(one.candidates()).doesNotContainAnyElementsOf(other.candidates());
  }

  @Test
  void candidatesThatWereNotChosenAreOpenAgain() {
    peer.start(8, 1, 2).introduce(1, upTo(8));
    Action.Fetch fetch = peer.cleared(1);
    assertThat(fetch.candidates()).hasSize(2);
    SegmentRef dropped = fetch.candidates().get(1);
    peer.bindFirst(fetch, false);
    assertThat(reserved(peer.introduce(2, dropped.segment()))).containsExactly(2);
    assertThat(peer.cleared(2).candidates()).containsExactly(dropped);
  }

  @Test
  void candidatesThatMayBeChosenAreNotAskedForElsewhere() {
    peer.start(8, 1, 2).introduce(1, upTo(8));
    Action.Fetch fetch = peer.cleared(1);
    int[] named = fetch.candidates().stream().mapToInt(SegmentRef::segment).toArray();
    assertThat(reserved(peer.introduce(2, named))).isEmpty();
  }

  @Test
  void secondRequestIsMadeOnlyWhenTheSlotIsKept() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch first = peer.cleared(1);
    assertThat(peer.tick(1)).as("before the source has chosen").isEmpty();
    Action.Fetch second = only(1, peer.bindFirst(first, true));
    assertThat(second.request()).isNotEqualTo(first.request());
    assertThat(second.candidates()).doesNotContain(first.candidates().get(0));
  }

  @Test
  void noSecondRequestIsMadeWhenTheSlotIsNotKept() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch first = peer.cleared(1);
    List<Action> bound = peer.bindFirst(first, false);
    assertThat(fetches(bound)).isEmpty();
    assertThat(reserved(bound)).as("the next slot is waited for meanwhile").containsExactly(1);
    assertThat(released(bound)).isEmpty();
  }

  @Test
  void noMoreRequestsAreMadeAtASourceThanAllowed() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch first = peer.cleared(1);
    Action.Fetch second = only(1, peer.bindFirst(first, true));
    assertThat(fetches(peer.bindFirst(second, true))).as("a third").isEmpty();
    peer.store(first, first.candidates().get(0));
    assertThat(fetches(peer.end(first))).as("when the first is over").hasSize(1);
  }

  @Test
  void oneRequestAtASourceWhenSoConfigured() {
    peer = new SwarmScript(slots(2, 1));
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch first = peer.cleared(1);
    assertThat(peer.bindFirst(first, true)).isEmpty();
    peer.store(first, first.candidates().get(0));
    only(1, peer.end(first));
  }

  @Test
  void keptSlotIsGivenBackWhenNothingIsLeftToAskFor() {
    peer.start(40, 1).introduce(1, 3);
    Action.Fetch fetch = peer.cleared(1);
    assertThat(peer.bindFirst(fetch, true)).as("something may be announced yet").isEmpty();
    peer.store(fetch, ref(3));
    assertThat(released(peer.end(fetch))).containsExactly(1);
  }

  @Test
  void arrivingRequestFreesTheDownloadSlotForAnother() {
    peer = new SwarmScript(slots(1, 2));
    peer.start(40, 1, 2, 3).introduce(1, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    assertThat(reserved(peer.introduce(2, upTo(40)))).as("the one slot is taken").isEmpty();
    assertThat(reserved(peer.arriving(fetch))).containsExactlyInAnyOrder(1, 2);
    only(2, peer.clear(2));
  }

  @Test
  void arrivingRequestIsStillInFlight() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    peer.arriving(fetch);
    peer.arriving(fetch);
    assertThat(peer.state.bytesInFlight()).isEqualTo(SEGMENT);
    assertThat(peer.cleared(1).candidates()).doesNotContain(fetch.candidates().get(0));
  }

  @Test
  void arrivingOfARequestThatIsOverIsIgnored() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    peer.deliver(fetch, 1);
    assertThat(peer.arriving(fetch)).isEmpty();
    assertThat(peer.bindFirst(fetch, true)).isEmpty();
    assertThat(peer.end(fetch)).isEmpty();
  }

  @Test
  void slotThatEndsWithItsRequestIsWantedAgain() {
    peer.start(40, 1).introduce(1, upTo(40));
    assertThat(reserved(peer.deliver(peer.cleared(1), 1))).containsExactly(1);
  }

  @Test
  void announcementByASourceWhoseSlotIsKeptIsFollowedByARequest() {
    peer.start(40, 1).introduce(1, 3);
    peer.bindFirst(peer.cleared(1), true);
    assertThat(only(1, peer.announce(1, 4)).candidates()).containsExactly(ref(4));
  }

  @Test
  void noMoreSourcesAreUsedThanThereAreSlots() {
    peer.start(1000, 1, 2, 3, 4, 5);
    for (int rank = 1; rank <= 5; rank++) {
      peer.introduce(rank, upTo(1000));
    }
    List<Action> actions = new ArrayList<>();
    for (int rank = 1; rank <= 5; rank++) {
      actions.addAll(peer.clear(rank));
    }
    assertThat(fetches(actions)).hasSize(2);
    assertThat(released(actions)).hasSize(3);
  }

  @Test
  void severalSegmentsMayBeChosenForOneRequest() {
    peer = new SwarmScript(new SwarmSettings(2, 2, 2, 0, 3 * SEGMENT, 8, 1L << 40, 2));
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    assertThat(peer.state.bytesInFlight()).isEqualTo(3 * SEGMENT);
    peer.apply(new Event.Bound(fetch.request(), fetch.candidates().subList(0, 2), false));
    assertThat(peer.state.bytesInFlight()).isEqualTo(2 * SEGMENT);
  }

  @Test
  void bytesInFlightStayWithinTheirBound() {
    peer = new SwarmScript(new SwarmSettings(9, 9, 9, 0, SEGMENT, 8, 3 * SEGMENT, 2));
    peer.start(1000, 1, 2);
    peer.introduce(1, upTo(1000));
    peer.introduce(2, upTo(1000));
    List<Action.Fetch> open = new ArrayList<>(fetches(peer.clear(1)));
    open.addAll(fetches(peer.clear(2)));
    for (int i = 0; i < open.size(); i++) {
      open.addAll(fetches(peer.bindFirst(open.get(i), true)));
    }
    assertThat(open).hasSize(3);
    assertThat(peer.state.bytesInFlight()).isEqualTo(3 * SEGMENT);
    peer.store(open.get(0), open.get(0).candidates().get(0));
    assertThat(fetches(peer.end(open.get(0)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void segmentLargerThanTheBoundIsAskedForAlone(long bound) {
    peer = new SwarmScript(new SwarmSettings(4, 4, 4, 0, 0, 8, bound, 2));
    peer.start(40, 1, 2).introduce(1, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    assertThat(fetches(peer.bindFirst(fetch, true))).isEmpty();
    assertThat(peer.state.bytesInFlight()).isEqualTo(SEGMENT);
  }

  @Test
  void slotThatCannotBeUsedForTheBytesInFlightIsNotWantedAgainAtOnce() {
    peer = new SwarmScript(new SwarmSettings(4, 4, 4, 0, 0, 8, SEGMENT, 2));
    peer.start(40, 1, 2).introduce(1, upTo(40));
    peer.introduce(2, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    List<Action> actions = peer.clear(2);
    assertThat(released(actions)).containsExactly(2);
    assertThat(reserved(actions)).as("nothing could be asked for under it").isEmpty();
    peer.store(fetch, fetch.candidates().get(0));
    assertThat(reserved(peer.end(fetch))).contains(2);
  }

  @Test
  void requestThatIsNotTheFirstAtASourceSaysNothingOfHowLongAgreementsTake() {
    peer = new SwarmScript(new SwarmSettings(1, 4, 2, 0, SEGMENT, 8, 1L << 40, 2));
    peer.start(100, 1).introduce(1, upTo(100));
    Action.Fetch first = peer.cleared(1);
    Action.Fetch second = SwarmScript.only(1, peer.bindFirst(first, true));
    peer.now += 100 * SwarmScript.MS;
    peer.store(first, first.candidates().get(0));
    peer.end(first);
    Action.Fetch third = SwarmScript.only(1, peer.bindFirst(second, true));
    assertThat(third.lastPercent()).as("as with few slots").isEqualTo(25);
  }

  @Test
  void severalFilesShareTheSlots() {
    peer.describe(wanted(1, 30), wanted(2, 30), wanted(3, 30));
    peer.neighbours(1, 2, 3);
    for (int source = 1; source <= 3; source++) {
      for (int file = 1; file <= 3; file++) {
        peer.introduceFile(source, file, upTo(30));
      }
    }
    Action.Fetch one = peer.cleared(1);
    Action.Fetch two = peer.cleared(2);
    assertThat(released(peer.clear(3))).containsExactly(3);
    Set<Integer> files = new HashSet<>();
    together(List.of(one), List.of(two)).stream()
        .flatMap(fetch -> ((Action.Fetch) fetch).candidates().stream())
        .forEach(segment -> files.add(segment.file()));
    assertThat(files).as("files among 16 candidates").hasSizeGreaterThan(1);
  }

  @Test
  void rareFileComesBeforeACommonOne() {
    peer.describe(wanted(1, 30), wanted(2, 30));
    peer.neighbours(1, 2);
    peer.introduceFile(1, 1, upTo(30));
    peer.introduceFile(2, 1, upTo(30));
    peer.introduceFile(1, 2, upTo(30));
    assertThat(peer.cleared(1).candidates()).allMatch(segment -> segment.file() == 2);
  }

  @Test
  void wakeUpIsAskedForWhenASegmentWouldBeLate() {
    peer.start(8, 1).introduce(1, upTo(8));
    assertThat(all(Action.WakeAt.class, peer.clear(1)))
        .containsExactly(new Action.WakeAt(peer.now + 2000 * SwarmScript.MS));
    assertThat(all(Action.WakeAt.class, peer.tick(1))).as("asked for before").isEmpty();
  }
}
