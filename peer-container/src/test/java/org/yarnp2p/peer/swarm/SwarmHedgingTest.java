package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.peer.swarm.SwarmScript.MS;
import static org.yarnp2p.peer.swarm.SwarmScript.all;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.ref;
import static org.yarnp2p.peer.swarm.SwarmScript.released;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/** Segments that are late are asked for once more. Transfers have taken 10 ms before. */
class SwarmHedgingTest {
  private final SwarmScript peer = new SwarmScript(SwarmScript.slots(3, 2));

  @Test
  void lateSegmentAtTheEndIsAskedForOnceMoreElsewhereAndTheLoserIsCancelled() {
    Action.Fetch late = oneIsLeft();
    assertThat(peer.introduce(2, upTo(12))).as("not late yet").isEmpty();
    assertThat(reserved(peer.tick(20))).as("twice the median").containsExactly(2);
    Action.Fetch hedge = peer.cleared(2);
    assertThat(hedge.candidates()).isEqualTo(late.candidates());
    peer.bindFirst(hedge, false);
    assertThat(peer.store(hedge, hedge.candidates().get(0)))
        .contains(new Action.Cancel(late.request()));
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void loserMayBeTheSecondRequest() {
    Action.Fetch late = oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.tick(20);
    Action.Fetch hedge = peer.cleared(2);
    assertThat(peer.store(late, late.candidates().get(0)))
        .contains(new Action.Cancel(hedge.request()));
    assertThat(released(peer.end(hedge))).as("the slot of the loser").containsExactly(2);
    assertThat(peer.state.bytesInFlight()).isEqualTo(SwarmScript.SEGMENT);
  }

  @Test
  void atMostTwoRequestsAreMadeForASegment() {
    oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.tick(20);
    peer.cleared(2);
    assertThat(peer.introduce(3, upTo(12))).isEmpty();
    List<Action> actions = peer.tick(60_000);
    assertThat(fetches(actions)).isEmpty();
    assertThat(reserved(actions)).isEmpty();
  }

  @Test
  void clearThatComesAfterAnotherHelperIsReleased() {
    oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.introduce(3, upTo(12));
    assertThat(reserved(peer.tick(20))).containsExactlyInAnyOrder(2, 3);
    peer.cleared(3);
    List<Action> actions = peer.clear(2);
    assertThat(released(actions)).containsExactly(2);
    assertThat(fetches(actions)).isEmpty();
  }

  @Test
  void oneOfTwoHelpersWhoseSlotsComeTogetherIsAsked() {
    oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.introduce(3, upTo(12));
    peer.tick(20);
    List<Action> actions =
        peer.state.apply(
            List.of(
                new Event.SlotAnswered(Rank.peer(2), new SlotAnswer.Clear()),
                new Event.SlotAnswered(Rank.peer(3), new SlotAnswer.Clear()),
                new Event.Tick()),
            peer.now);
    assertThat(fetches(actions)).hasSize(1);
    assertThat(released(actions)).hasSize(1);
  }

  @Test
  void thirdSourceHelpsWhenTheSecondRequestFails() {
    oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.tick(20);
    Action.Fetch hedge = peer.cleared(2);
    peer.introduce(3, upTo(12));
    assertThat(reserved(peer.end(hedge, new Outcome.Failed()))).containsExactly(3);
    peer.cleared(3);
  }

  @Test
  void failedFirstRequestIsNotMadeAgainAsLongAsTheSecondIsUnderWay() {
    Action.Fetch late = oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.tick(20);
    Action.Fetch hedge = peer.cleared(2);
    List<Action> actions = peer.end(late, new Outcome.Failed());
    assertThat(fetches(actions)).isEmpty();
    peer.bindFirst(hedge, false);
    assertThat(peer.store(hedge, hedge.candidates().get(0)))
        .contains(new Action.FileFinished(SwarmScript.FILE));
  }

  @Test
  void segmentIsOpenAgainWhenBothRequestsHaveFailed() {
    Action.Fetch late = oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.tick(20);
    peer.end(peer.cleared(2), new Outcome.Failed());
    peer.end(late, new Outcome.Failed());
    assertThat(reserved(peer.tick(200))).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void badBytesOfOneLeaveTheOther() {
    Action.Fetch late = oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.tick(20);
    Action.Fetch hedge = peer.cleared(2);
    peer.bindFirst(hedge, false);
    SegmentRef segment = hedge.candidates().get(0);
    assertThat(fetches(peer.refuse(hedge, segment))).isEmpty();
    assertThat(peer.store(late, segment)).contains(new Action.FileFinished(SwarmScript.FILE));
  }

  @Test
  void segmentIsNotAskedForASecondTimeOfTheSameSource() {
    Action.Fetch late = oneIsLeft();
    peer.arriving(late);
    List<Action> actions = peer.tick(5000);
    assertThat(reserved(actions)).isEmpty();
    assertThat(fetches(actions)).isEmpty();
  }

  @Test
  void newsThatASourceHoldsWhatIsLateAreFollowedAtOnce() {
    Action.Fetch late = oneIsLeft();
    peer.tick(20);
    assertThat(reserved(peer.announce(2, late.candidates().get(0).segment()))).containsExactly(2);
  }

  @Test
  void segmentIsLateAtFourTimesTheUsualWhileThereIsOtherWork() {
    SegmentRef slow = twoAreLeftOfWhichOneIsOpen();
    assertThat(reserved(peer.introduce(2, slow.segment()))).isEmpty();
    assertThat(reserved(peer.tick(39))).isEmpty();
    assertThat(reserved(peer.tick(1))).containsExactly(2);
    assertThat(peer.cleared(2).candidates()).containsExactly(slow);
  }

  @Test
  void wakeUpIsAskedForWhenASegmentWouldBeLate() {
    knowTimes();
    peer.deliver(peer.cleared(1), 10);
    peer.clear(1);
    assertThat(all(Action.WakeAt.class, peer.tick(10)))
        .as("the last is late after twice the median")
        .containsExactly(new Action.WakeAt(peer.now + 10 * MS));
  }

  @Test
  void lateCandidatesOfASourceThatDoesNotChooseAreAskedForElsewhere() {
    SwarmScript patient = new SwarmScript();
    patient.start(40, 1, 2).introduce(1, upTo(40));
    Action.Fetch stuck = patient.cleared(1);
    int[] named = stuck.candidates().stream().mapToInt(SegmentRef::segment).toArray();
    assertThat(reserved(patient.introduce(2, named))).isEmpty();
    assertThat(reserved(patient.tick(1999))).isEmpty();
    assertThat(reserved(patient.tick(1))).containsExactly(2);
    Action.Fetch help = patient.cleared(2);
    assertThat(help.candidates()).hasSize(1).isSubsetOf(stuck.candidates());
  }

  @Test
  void lateSmallSegmentIsAskedForElsewhereWithoutASlot() {
    SwarmScript small = new SwarmScript(SwarmScript.small(1));
    small.start(1, 1, 2);
    Action.Fetch late = SwarmScript.only(1, small.introduce(1, 0));
    assertThat(small.introduce(2, 0)).isEmpty();
    Action.Fetch hedge = SwarmScript.only(2, small.tick(2000));
    assertThat(hedge.eager()).isTrue();
    assertThat(hedge.candidates()).containsExactly(ref(0));
    assertThat(small.tick(2000)).isEmpty();
    assertThat(small.store(hedge, ref(0))).contains(new Action.Cancel(late.request()));
  }

  @Test
  void sourceThatIsPutOffHelpsOnlyLater() {
    oneIsLeft();
    peer.introduce(2, upTo(12));
    peer.tick(20);
    peer.answer(2, new SlotAnswer.Busy(50));
    assertThat(reserved(peer.tick(49))).isEmpty();
    assertThat(reserved(peer.tick(1))).containsExactly(2);
  }

  /** Ten of twelve segments have come from source 1, 10 ms each; its slot is waited for. */
  private void knowTimes() {
    peer.start(12, 1, 2, 3).introduce(1, upTo(12));
    peer.serve(1, 10, 10);
  }

  /** All but one have come, and that one has just been asked for. */
  private Action.Fetch oneIsLeft() {
    knowTimes();
    peer.serve(1, 1, 10);
    Action.Fetch last = peer.cleared(1);
    peer.bindFirst(last, false);
    return last;
  }

  /** One has just been asked for, and another is open; that one is returned which is asked for. */
  private SegmentRef twoAreLeftOfWhichOneIsOpen() {
    knowTimes();
    Action.Fetch slow = peer.cleared(1);
    peer.bindFirst(slow, false);
    peer.answer(1, new SlotAnswer.Busy(60_000));
    return slow.candidates().get(0);
  }
}
