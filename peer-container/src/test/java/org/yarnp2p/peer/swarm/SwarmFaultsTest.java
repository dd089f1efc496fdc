package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.peer.swarm.SwarmScript.MS;
import static org.yarnp2p.peer.swarm.SwarmScript.all;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.only;
import static org.yarnp2p.peer.swarm.SwarmScript.ref;
import static org.yarnp2p.peer.swarm.SwarmScript.refs;
import static org.yarnp2p.peer.swarm.SwarmScript.released;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** Sources that refuse, fail, lie, leave and come back. */
class SwarmFaultsTest {
  private final SwarmScript peer = new SwarmScript();

  @Test
  void busySourceIsAskedAgainWhenItSaid() {
    peer.start(1, 1).introduce(1, 0);
    List<Action> actions = peer.answer(1, new SlotAnswer.Busy(40));
    assertThat(actions).containsExactly(new Action.WakeAt(peer.now + 40 * MS));
    assertThat(reserved(peer.tick(39))).isEmpty();
    assertThat(reserved(peer.tick(1))).containsExactly(1);
  }

  @Test
  void busySourceWithoutAHintIsAskedAgainAtOnce() {
    peer.start(1, 1).introduce(1, 0);
    assertThat(reserved(peer.answer(1, new SlotAnswer.Busy(0)))).containsExactly(1);
  }

  @Test
  void sourceThatDoesNotAnswerIsAskedLaterAndLater() {
    peer.start(1, 1).introduce(1, 0);
    for (long wait : new long[] {100, 200, 400, 800}) {
      List<Action> actions = peer.answer(1, new SlotAnswer.Failed());
      assertThat(reserved(actions)).isEmpty();
      assertThat(all(Action.WakeAt.class, actions))
          .containsExactly(new Action.WakeAt(peer.now + wait * MS));
      assertThat(reserved(peer.tick(wait - 1))).as("%d ms", wait).isEmpty();
      assertThat(reserved(peer.tick(1))).as("%d ms", wait).containsExactly(1);
    }
  }

  @Test
  void requestWithoutASlotIsMadeAgainUnderANewOne() {
    peer.start(8, 1).introduce(1, upTo(8));
    Action.Fetch fetch = peer.cleared(1);
    List<Action> actions = peer.end(fetch, new Outcome.Busy(0));
    assertThat(fetches(actions)).isEmpty();
    assertThat(released(actions)).as("there is nothing to give back").isEmpty();
    assertThat(reserved(actions)).containsExactly(1);
    assertThat(peer.cleared(1).candidates()).isEqualTo(fetch.candidates());
    assertThat(peer.state.bytesInFlight()).isEqualTo(SwarmScript.SEGMENT);
  }

  @Test
  void requestWithoutASlotIsMadeAgainWhenTheSourceSaid() {
    peer.start(8, 1).introduce(1, upTo(8));
    assertThat(reserved(peer.end(peer.cleared(1), new Outcome.Busy(30)))).isEmpty();
    assertThat(reserved(peer.tick(30))).containsExactly(1);
  }

  @Test
  void otherSourceIsUsedWhenOneIsBusy() {
    peer.start(1, 1, 2).introduce(1, 0);
    peer.introduce(2, 0);
    Action.Fetch fetch = peer.cleared(1);
    assertThat(reserved(peer.end(fetch, new Outcome.Busy(40)))).isEmpty();
    assertThat(peer.cleared(2).candidates()).containsExactly(ref(0));
  }

  @Test
  void sourceThatLacksTheSegmentsIsNotAskedForThemAgain() {
    peer.start(1, 1).introduce(1, 0);
    List<Action> actions = peer.end(peer.cleared(1), new Outcome.Missing());
    assertThat(released(actions)).containsExactly(1);
    assertThat(reserved(actions)).isEmpty();
    assertThat(reserved(peer.tick(10_000))).isEmpty();
    assertThat(reserved(peer.announce(1, 0))).as("it has acquired it since").containsExactly(1);
  }

  @Test
  void sourceThatLacksSomeIsAskedForOthers() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    assertThat(reserved(peer.end(fetch, new Outcome.Missing()))).containsExactly(1);
    assertThat(peer.cleared(1).candidates()).doesNotContainAnyElementsOf(fetch.candidates());
  }

  @Test
  void failedRequestIsMadeElsewhereAtOnceAndThereAgainLater() {
    peer.start(1, 1, 2).introduce(1, 0);
    peer.introduce(2, 0);
    List<Action> actions = peer.end(peer.cleared(1), new Outcome.Failed());
    assertThat(released(actions)).as("in case that it lives").containsExactly(1);
    assertThat(reserved(actions)).isEmpty();
    Action.Fetch other = peer.cleared(2);
    peer.end(other, new Outcome.Failed());
    assertThat(reserved(peer.tick(100))).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void requestThatFailsHalfwayIsMadeAgainForTheRest() {
    peer.start(1, 1).introduce(1, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    assertThat(reserved(peer.end(fetch, new Outcome.Failed()))).isEmpty();
    assertThat(reserved(peer.tick(100))).containsExactly(1);
    assertThat(peer.cleared(1).candidates()).containsExactly(ref(0));
    assertThat(peer.state.bytesInFlight()).isEqualTo(SwarmScript.SEGMENT);
  }

  @Test
  void keptSlotIsNotUsedAgainAtOnceWhenItsRequestHasFailed() {
    peer.start(2, 1).introduce(1, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, true);
    List<Action> actions = peer.end(fetch, new Outcome.Failed());
    assertThat(released(actions)).containsExactly(1);
    assertThat(fetches(actions)).isEmpty();
    assertThat(reserved(peer.tick(100))).containsExactly(1);
  }

  @Test
  void answerWithoutProgressDoesNotLeadToARequestAtOnce() {
    peer.start(1, 1).introduce(1, 0);
    List<Action> actions = peer.end(peer.cleared(1));
    assertThat(reserved(actions)).isEmpty();
    assertThat(released(actions)).containsExactly(1);
    assertThat(reserved(peer.tick(100))).containsExactly(1);
  }

  @Test
  void successEndsTheSeriesOfFailures() {
    peer.start(40, 1).introduce(1, upTo(40));
    peer.answer(1, new SlotAnswer.Failed());
    peer.tick(100);
    peer.answer(1, new SlotAnswer.Failed());
    peer.tick(200);
    peer.serve(1, 1, 10);
    peer.answer(1, new SlotAnswer.Failed());
    assertThat(reserved(peer.tick(100))).containsExactly(1);
  }

  @Test
  void badBytesLeadToAComplaintAndToAnotherSource() {
    peer.start(1, 1, 2).introduce(1, 0);
    peer.introduce(2, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, true);
    List<Action> actions = peer.refuse(fetch, ref(0));
    assertThat(actions).contains(new Action.Complain(new Member(Rank.peer(1), 1), ref(0), false));
    assertThat(released(peer.end(fetch))).as("it has nothing else").containsExactly(1);
    assertThat(peer.cleared(2).candidates()).containsExactly(ref(0));
    assertThat(peer.state.banned()).isEmpty();
  }

  @Test
  void secondBadSegmentIsSaidToBeTheLast() {
    peer.start(2, 1).introduce(1, 0, 1);
    Action.Fetch fetch = peer.cleared(1);
    peer.apply(new Event.Bound(fetch.request(), refs(0, 1), true));
    assertThat(all(Action.Complain.class, peer.refuse(fetch, ref(0))))
        .containsExactly(new Action.Complain(new Member(Rank.peer(1), 1), ref(0), false));
    assertThat(all(Action.Complain.class, peer.refuse(fetch, ref(1))))
        .containsExactly(new Action.Complain(new Member(Rank.peer(1), 1), ref(1), true));
  }

  @Test
  void whatABannedSourceHoldsIsReadFromTheOrigin() {
    peer.describe(new SwarmFile(SwarmScript.FILE, SwarmScript.shape(2), true, Bits.of(), true));
    peer.neighbours(1);
    peer.introduce(1, 0, 1);
    peer.apply(new Event.OriginGranted(List.of()));
    Action.Fetch fetch = peer.cleared(1);
    peer.apply(new Event.Bound(fetch.request(), refs(0, 1), true));
    List<Action> actions = new ArrayList<>(peer.tick(2000));
    actions.addAll(peer.refuse(fetch, ref(0)));
    assertThat(all(Action.Claim.class, actions)).isEmpty();
    actions.addAll(peer.refuse(fetch, ref(1)));
    actions.addAll(peer.announce(1, 0));
    actions.addAll(peer.end(fetch));
    assertThat(all(Action.Claim.class, actions)).hasSize(1);
  }

  @Test
  void lostFileIsNotWantedAnyMore() {
    peer.describe(SwarmScript.wanted(1, 3), SwarmScript.wanted(2, 1));
    peer.neighbours(1);
    peer.introduceFile(1, 1, 0, 1, 2);
    peer.introduceFile(1, 2, 0);
    Action.Fetch fetch = peer.cleared(1);
    SegmentRef first = fetch.candidates().get(0);

    List<Action> actions = peer.apply(new Event.Lost(List.of(1)));

    assertThat(all(Action.FileLost.class, actions)).containsExactly(new Action.FileLost(1));
    assertThat(first.file() != 1 || !all(Action.Cancel.class, actions).isEmpty()).isTrue();
    assertThat(peer.state.complete()).isFalse();
    assertThat(all(Action.FileLost.class, peer.apply(new Event.Lost(List.of(1))))).isEmpty();
  }

  @Test
  void lostFileIsNotFinishedByWhatStillComesOfIt() {
    peer.describe(SwarmScript.wanted(1, 3));
    peer.neighbours(1);
    peer.introduceFile(1, 1, 0, 1);
    Action.Fetch fetch = peer.cleared(1);
    peer.apply(new Event.Bound(fetch.request(), fetch.candidates(), true));
    peer.apply(new Event.Lost(List.of(1)));

    List<Action> actions =
        peer.apply(new Event.SegmentStored(fetch.request(), fetch.candidates().get(0)));

    assertThat(all(Action.FileFinished.class, actions)).isEmpty();
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void fileThatIsHereIsNotLost() {
    peer.describe(SwarmScript.wanted(1, 2, 0, 1));

    assertThat(peer.apply(new Event.Lost(List.of(1, 9)))).isEmpty();
  }

  @Test
  void sourceThatSentBadBytesOnceIsAskedForOtherSegments() {
    peer.start(2, 1, 2).introduce(1, 0, 1);
    Action.Fetch fetch = peer.cleared(1);
    SegmentRef bad = fetch.candidates().get(0);
    peer.announce(2, bad.segment());
    peer.bindFirst(fetch, false);
    peer.refuse(fetch, bad);
    peer.end(fetch);
    assertThat(peer.cleared(1).candidates()).doesNotContain(bad);
  }

  @Test
  void segmentThatASourceHasFetchedAgainIsAskedOfItAgain() {
    peer.start(1, 1, 2).introduce(1, 0);
    peer.introduce(2, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    peer.refuse(fetch, ref(0));
    peer.end(fetch);
    assertThat(reserved(peer.tick(100))).doesNotContain(1);

    peer.announce(1, 0);

    assertThat(peer.cleared(1).candidates()).containsExactly(ref(0));
  }

  @Test
  void sourcesThatAllSentASegmentWronglyAreAskedAgain() {
    peer.start(1, 1, 2).introduce(1, 0);
    peer.introduce(2, 0);
    List<Action> actions = new ArrayList<>();
    for (int rank = 1; rank <= 2; rank++) {
      actions.clear();
      Action.Fetch fetch = peer.cleared(rank);
      peer.bindFirst(fetch, false);
      actions.addAll(peer.refuse(fetch, ref(0)));
      actions.addAll(peer.end(fetch));
    }

    assertThat(peer.state.banned()).isEmpty();
    assertThat(reserved(actions)).hasSize(1);
    assertThat(peer.cleared(reserved(actions).get(0)).candidates()).containsExactly(ref(0));
  }

  @Test
  void lastSourceIsAskedAgainThoughItSentASegmentWrongly() {
    peer.start(1, 1, 2).introduce(1, 0);
    peer.introduce(2, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    peer.refuse(fetch, ref(0));
    peer.end(fetch);

    peer.neighbours(1);

    assertThat(peer.cleared(1).candidates()).containsExactly(ref(0));
  }

  @Test
  void onlyHolderOfASegmentIsAskedForItAgainAfterBadBytes() {
    peer.start(1, 1).introduce(1, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    peer.refuse(fetch, ref(0));
    peer.end(fetch);
    assertThat(peer.cleared(1).candidates()).containsExactly(ref(0));
  }

  @Test
  void sourceThatSendsBadBytesTwiceIsBanned() {
    peer.start(40, 1).introduce(1, upTo(40));
    strikeTwice();
    assertThat(peer.state.banned()).containsExactly(Rank.peer(1));
    assertThat(peer.tick(60_000)).isEmpty();
    assertThat(peer.introduce(1, upTo(40))).isEmpty();
    assertThat(peer.announce(1, 3)).isEmpty();
  }

  @Test
  void slotOfABannedSourceIsGivenBack() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch first = peer.cleared(1);
    Action.Fetch second = only(1, peer.bindFirst(first, true));
    peer.bindFirst(second, true);
    peer.refuse(first, first.candidates().get(0));
    peer.refuse(second, second.candidates().get(0));
    peer.end(first);
    List<Action> actions = peer.end(second);
    assertThat(released(actions)).containsExactly(1);
    assertThat(fetches(actions)).isEmpty();
  }

  @Test
  void banIsNotForgottenWhenTheSourceLeavesAndComesBack() {
    peer.start(40, 1).introduce(1, upTo(40));
    strikeTwice();
    peer.neighbours();
    peer.neighbours(1);
    assertThat(reserved(peer.introduce(1, upTo(40)))).isEmpty();
    assertThat(peer.state.banned()).containsExactly(Rank.peer(1));
  }

  @Test
  void refusalByARequestThatIsOverIsIgnored() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch fetch = peer.cleared(1);
    peer.end(fetch, new Outcome.Failed());
    assertThat(peer.refuse(fetch, fetch.candidates().get(0))).isEmpty();
  }

  @Test
  void segmentThatIsStoredThoughItsRequestIsOverCounts() {
    peer.start(1, 1).introduce(1, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.end(fetch, new Outcome.Failed());
    assertThat(peer.store(fetch, ref(0))).contains(new Action.FileFinished(SwarmScript.FILE));
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void requestsToANeighbourThatLeftEndAndAreMadeElsewhere() {
    peer.start(8, 1, 2).introduce(1, upTo(8));
    Action.Fetch first = peer.cleared(1);
    Action.Fetch second = only(1, peer.bindFirst(first, true));
    peer.neighbours(2);
    assertThat(reserved(peer.introduce(2, upTo(8)))).containsExactly(2);
    assertThat(released(peer.end(first, new Outcome.Failed()))).isEmpty();
    assertThat(released(peer.end(second, new Outcome.Failed()))).isEmpty();
    assertThat(peer.state.bytesInFlight()).isZero();
    assertThat(peer.cleared(2).candidates()).hasSize(2);
  }

  @Test
  void whatANeighbourThatLeftStillDeliversCounts() {
    peer.start(1, 1).introduce(1, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.neighbours();
    assertThat(peer.deliver(fetch, 10)).contains(new Action.FileFinished(SwarmScript.FILE));
  }

  @Test
  void neighbourThatLeftTakesUpNoDownloadSlot() {
    peer.start(1000, 1, 2, 3).introduce(1, upTo(1000));
    peer.introduce(2, upTo(1000));
    peer.bindFirst(peer.cleared(1), false);
    peer.bindFirst(peer.cleared(2), false);
    peer.neighbours(3);
    assertThat(reserved(peer.introduce(3, upTo(1000)))).containsExactly(3);
    peer.cleared(3);
  }

  @Test
  void slotOfANeighbourThatLeftIsReleased() {
    peer.start(8, 1).introduce(1, upTo(8));
    peer.neighbours();
    List<Action> actions = peer.clear(1);
    assertThat(released(actions)).containsExactly(1);
    assertThat(fetches(actions)).isEmpty();
  }

  @Test
  void neighbourThatHasDroppedASegmentHearsThatItIsHere() {
    peer.start(2, 1).introduce(1, 0, 1);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    SegmentRef got = fetch.candidates().get(0);
    assertThat(all(Action.Announce.class, peer.store(fetch, got)))
        .allSatisfy(news -> assertThat(news.to()).isEmpty());
    List<Action> actions = peer.introduce(1, 1 - got.segment());
    assertThat(all(Action.Announce.class, actions))
        .containsExactly(new Action.Announce(got, List.of(Rank.peer(1))));
  }

  @Test
  void requestsToAFormerLifeGoElsewhereAndItsFailureIsNotTheNextOnes() {
    peer.start(8, 1).introduce(1, upTo(8));
    Action.Fetch fetch = peer.cleared(1);
    Member next = new Member(Rank.peer(1), 2);
    peer.become(List.of(new Neighbour(next, Neighbour.ELSEWHERE)));
    peer.end(fetch, new Outcome.Failed());
    assertThat(peer.state.bytesInFlight()).isZero();
    List<Action> actions =
        peer.apply(
            new Event.Introduced(next, List.of(new Holding(SwarmScript.FILE, Bits.of(upTo(8))))));
    assertThat(reserved(actions)).as("at once, with no pause for the failure").containsExactly(1);
  }

  @Test
  void neighbourThatComesBackIsAskedWhenItHasSpoken() {
    peer.start(8, 1).introduce(1, upTo(8));
    peer.answer(1, new SlotAnswer.Busy(0));
    peer.clear(1);
    peer.neighbours();
    assertThat(reserved(peer.neighbours(1))).as("what it holds now is not known").isEmpty();
    assertThat(fetches(peer.introduce(1, upTo(8))))
        .as("the request under way is not over")
        .isEmpty();
  }

  @Test
  void slotIsNotWantedTwiceOfANeighbourThatLeavesAndComesBackMeanwhile() {
    peer.start(8, 1);
    assertThat(reserved(peer.introduce(1, upTo(8)))).containsExactly(1);
    peer.neighbours();
    peer.neighbours(1);
    assertThat(reserved(peer.introduce(1, upTo(8)))).as("the first is not answered").isEmpty();
    assertThat(peer.cleared(1).candidates()).hasSize(2);
  }

  @Test
  void slotIsWantedAgainOfANeighbourThatDidNotAnswerBeforeItCameBack() {
    peer.start(8, 1).introduce(1, upTo(8));
    peer.neighbours();
    assertThat(peer.answer(1, new SlotAnswer.Failed())).isEmpty();
    peer.neighbours(1);
    peer.introduce(1, upTo(8));
    assertThat(reserved(peer.tick(100))).hasSizeLessThanOrEqualTo(1);
    assertThat(peer.cleared(1).candidates()).hasSize(2);
  }

  @Test
  void requestsToANeighbourThatCameBackStillCount() {
    peer.start(40, 1).introduce(1, upTo(40));
    Action.Fetch first = peer.cleared(1);
    peer.bindFirst(first, false);
    peer.neighbours();
    peer.neighbours(1);
    peer.introduce(1, upTo(40));
    Action.Fetch next = peer.cleared(1);
    assertThat(next.candidates()).doesNotContain(first.candidates().get(0));
    peer.store(first, first.candidates().get(0));
    peer.end(first);
    assertThat(peer.state.bytesInFlight()).isEqualTo(SwarmScript.SEGMENT);
  }

  @Test
  void candidatesMayArriveFromElsewhereBeforeTheSourceChooses() {
    peer.start(2, 1).introduce(1, 0, 1);
    Action.Fetch fetch = peer.cleared(1);
    SegmentRef only = fetch.candidates().get(0);
    assertThat(peer.apply(new Event.Held(List.of(only))))
        .contains(new Action.Cancel(fetch.request()));
    assertThat(all(Action.Cancel.class, peer.bindFirst(fetch, false))).as("once").isEmpty();
    peer.store(fetch, only);
    assertThat(all(Action.Cancel.class, peer.end(fetch))).isEmpty();
    assertThat(peer.state.bytesInFlight()).isZero();
  }

  @Test
  void slotOfACancelledRequestThatWasNotBoundIsGivenBack() {
    peer.start(2, 1).introduce(1, 0, 1);
    Action.Fetch fetch = peer.cleared(1);
    peer.apply(new Event.Held(refs(fetch.candidates().get(0).segment())));
    List<Action> actions = peer.end(fetch);
    assertThat(released(actions)).containsExactly(1);
    assertThat(reserved(actions)).as("nothing was wrong with it").containsExactly(1);
  }

  private void strikeTwice() {
    for (int i = 0; i < 2; i++) {
      Action.Fetch fetch = peer.cleared(1);
      peer.bindFirst(fetch, false);
      peer.refuse(fetch, fetch.candidates().get(0));
      peer.end(fetch);
    }
  }
}
