package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.peer.swarm.SwarmScript.SEGMENT;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.only;
import static org.yarnp2p.peer.swarm.SwarmScript.released;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.slots;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources that are slow, or may be: they do not keep a peer from faster ones. */
class SwarmSlowSourcesTest {
  private SwarmScript peer;

  @Test
  void slowSourcesTakeUpSlotsOfTheirOwn() {
    peer = new SwarmScript(slots(1, 2));
    measured();
    Action.Fetch slow = peer.cleared(3);
    peer.bindFirst(slow, false);
    assertThat(fetches(peer.clear(1))).as("a fast one beside the slow one").hasSize(1);
  }

  @Test
  void noMoreSlowSourcesAreUsedThanThereAreSlotsAndTheirSlotsAreNotWanted() {
    peer = new SwarmScript(slots(1, 2));
    measured();
    peer.cleared(3);
    List<Action> actions = peer.clear(4);
    assertThat(fetches(actions)).isEmpty();
    assertThat(released(actions)).containsExactly(4);
    assertThat(reserved(actions)).as("it could not be used").doesNotContain(4);
  }

  @Test
  void slowSourceLeavesRoomForFasterOnes() {
    Action.Fetch slow = slowBesideFast(upTo(1000));
    assertThat(fetches(peer.bindFirst(slow, true))).as("would fill the bytes in flight").isEmpty();
    assertThat(fetches(peer.clear(1))).hasSize(1);
  }

  @Test
  void slowSourceIsAskedWhenNobodyElseHasTheRest() {
    Action.Fetch slow = slowBesideFast(0);
    assertThat(fetches(peer.bindFirst(slow, true))).hasSize(1);
  }

  @Test
  void onlySlotIsNotKeptAtTheOnlySourceThatIsKnown() {
    Action.Fetch last = onlyKnown();
    List<Action> actions = peer.arriving(last);
    assertThat(fetches(actions)).isEmpty();
    assertThat(released(actions)).containsExactly(1);
    assertThat(reserved(actions)).containsExactly(2);
  }

  /** Its rate is about to be known. */
  @Test
  void onlySlotIsWantedOfTheKnownSourceAgainWhenTheOtherIsAtWork() {
    Action.Fetch last = onlyKnown();
    peer.arriving(last);
    Action.Fetch unknown = peer.cleared(2);
    peer.bindFirst(unknown, false);
    assertThat(reserved(peer.arriving(unknown))).contains(1);
  }

  @Test
  void onlySlotIsNotKeptForASourceThatDoesNotAnswer() {
    Action.Fetch last = onlyKnown();
    peer.arriving(last);
    assertThat(reserved(peer.answer(2, new SlotAnswer.Failed()))).containsExactly(1);
    assertThat(reserved(peer.tick(200))).as("it is asked again").containsExactly(2);
    only(1, peer.clear(1));
  }

  @Test
  void sourcesThatKeepThisPeerWaitingLeaveTheirSlotsToOthers() {
    peer = new SwarmScript(slots(2, 1));
    peer.start(1000, 1, 2, 3);
    for (int rank = 1; rank <= 3; rank++) {
      peer.introduce(rank, upTo(1000));
    }
    peer.bindFirst(peer.cleared(1), true);
    peer.bindFirst(peer.cleared(2), true);
    assertThat(released(peer.clear(3))).containsExactly(3);
    assertThat(reserved(peer.tick(5900))).isEmpty();

    assertThat(reserved(peer.tick(100))).containsExactly(3);

    assertThat(fetches(peer.clear(3))).hasSize(1);
  }

  /**
   * There is one slot, and of source 2, which has everything too, nothing is known yet.
   *
   * @return a request to source 1, the last part of whose answer is to come
   */
  private Action.Fetch onlyKnown() {
    peer = new SwarmScript(slots(1, 1));
    peer.start(1000, 1, 2);
    peer.introduce(1, upTo(1000));
    Action.Fetch first = peer.cleared(1);
    peer.introduce(2, upTo(1000));
    peer.bindFirst(first, true);
    Action.Fetch second = only(1, peer.arriving(first));
    peer.store(first, first.candidates().get(0));
    peer.tick(10);
    peer.end(first);
    peer.bindFirst(second, true);
    return second;
  }

  /** Sources 1 and 2 are known to be fast, 3 and 4 slow; the slots of all are waited for. */
  private void measured() {
    peer.start(1000, 1, 2, 3, 4);
    for (int rank = 1; rank <= 4; rank++) {
      peer.introduce(rank, upTo(1000));
    }
    peer.serve(1, 1, 10);
    peer.serve(2, 1, 10);
    peer.serve(3, 1, 100);
    peer.serve(4, 1, 100);
  }

  /**
   * Source 1 is known to be fast and holds so much, source 2 slow and holds everything; two
   * segments may be in flight.
   *
   * @return the request to source 2 under its slot; that of source 1 is waited for
   */
  private Action.Fetch slowBesideFast(int... fastHolds) {
    peer = new SwarmScript(new SwarmSettings(2, 2, 2, 0, SEGMENT, 8, 2 * SEGMENT, 2));
    peer.start(1000, 1, 2);
    peer.introduce(1, fastHolds);
    peer.introduce(2, upTo(1000));
    peer.serve(1, 1, 10);
    peer.serve(2, 1, 1000);
    return peer.cleared(2);
  }
}
