package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.peer.swarm.SwarmScript.all;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.only;
import static org.yarnp2p.peer.swarm.SwarmScript.ref;
import static org.yarnp2p.peer.swarm.SwarmScript.refs;
import static org.yarnp2p.peer.swarm.SwarmScript.released;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;
import static org.yarnp2p.peer.swarm.SwarmScript.wanted;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/** What is left to nearer sources. */
class SwarmRacksTest {
  private static final int FILE = SwarmScript.FILE;
  private static final long MS = SwarmScript.MS;
  private final SwarmScript peer = new SwarmScript();

  /** Ranks 1, 2 and 5 are in this peer's rack, 3 and 4 elsewhere. */
  private void neighbours() {
    peer.become(
        List.of(
            new Neighbour(Rank.peer(1), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(2), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(3), Neighbour.ELSEWHERE),
            new Neighbour(Rank.peer(4), Neighbour.ELSEWHERE),
            new Neighbour(Rank.peer(5), Neighbour.SAME_RACK)));
  }

  @Test
  void idlePeerLeavesNothingToTwo() {
    peer.describe(wanted(FILE, 30));
    peer.become(
        List.of(
            new Neighbour(Rank.peer(1), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(2), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(3), Neighbour.ELSEWHERE)));
    peer.introduce(1, upTo(30));
    assertThat(reserved(peer.introduce(3, upTo(30)))).containsExactly(3);
    peer.bindFirst(peer.cleared(1), false);
    assertThat(released(peer.clear(3))).as("busy").containsExactly(3);
  }

  /** Source 1 holds 0 to 19, source 3 all 30; both are waited for. */
  private void nearAndFar() {
    peer.describe(wanted(FILE, 30));
    neighbours();
    peer.introduce(1, upTo(20));
    peer.introduce(2);
    peer.introduce(3, upTo(30));
  }

  private List<Action> coming(int rank, int... segments) {
    return peer.apply(new Event.Coming(new Member(Rank.peer(rank), 1), refs(segments)));
  }

  private static Collection<SegmentRef> farOnly() {
    return refs(20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
  }

  @Test
  void nearerSourcesAreLeftWhatTheyHold() {
    nearAndFar();
    assertThat(peer.cleared(3).candidates()).isSubsetOf(farOnly());
  }

  /** Source 3 holds what source 1 holds, and is waited for no longer than that. */
  private void nothingButNear() {
    peer.describe(wanted(FILE, 30));
    neighbours();
    peer.introduce(1, upTo(30));
    assertThat(reserved(peer.introduce(3, upTo(30)))).isEmpty();
  }

  @Test
  void whoWaitsLongForANearerSourceAsksAnother() {
    nothingButNear();
    assertThat(reserved(peer.tick(249))).isEmpty();
    assertThat(reserved(peer.tick(1))).containsExactly(3);
  }

  @Test
  void whoGetsSomethingMeanwhileWaitsLonger() {
    nothingButNear();
    peer.introduce(2, upTo(30));
    peer.bindFirst(peer.cleared(2), false);
    assertThat(reserved(peer.tick(999))).isEmpty();
    assertThat(reserved(peer.tick(1))).containsExactly(3);
  }

  @Test
  void waitingIsNotOverWithAnAnswerThatThereIsNoSlot() {
    nothingButNear();
    peer.tick(150);
    assertThat(reserved(peer.answer(1, new SlotAnswer.Busy(0)))).containsExactly(1);
    assertThat(reserved(peer.tick(100))).containsExactly(3);
  }

  @Test
  void waitingIsOverWithASlot() {
    nothingButNear();
    peer.tick(150);
    peer.bindFirst(peer.cleared(1), false);
    assertThat(reserved(peer.tick(900))).isEmpty();
  }

  @Test
  void nearerSourceThatSendsNothingForLongIsLeftNothing() {
    nothingButNear();
    peer.bindFirst(peer.cleared(1), true);
    assertThat(reserved(peer.tick(7000))).as("three times what is late").containsExactly(3);
    assertThat(peer.cleared(3).candidates()).as("more than what is late").hasSizeGreaterThan(1);
  }

  @Test
  void whatANearerSourceHasSentWithWrongBytesIsNotLeftToIt() {
    nothingButNear();
    Action.Fetch near = peer.cleared(1);
    SegmentRef bad = near.candidates().get(0);
    peer.bindFirst(near, false);
    assertThat(reserved(peer.refuse(near, bad))).containsExactly(3);
    assertThat(peer.cleared(3).candidates()).containsExactly(bad);
  }

  @Test
  void peerWakesUpWhenItHasWaitedLongEnough() {
    peer.describe(wanted(FILE, 30));
    neighbours();
    assertThat(all(Action.WakeAt.class, peer.introduce(1, upTo(20))))
        .containsExactly(new Action.WakeAt(peer.now + 250 * MS));
  }

  @Test
  void slotOfAFarSourceIsGivenBackWhenNearerOnesHoldAllThatItHas() {
    peer.describe(wanted(FILE, 30));
    neighbours();
    peer.introduce(3, upTo(30));
    peer.introduce(1, upTo(30));
    List<Action> actions = peer.clear(3);
    assertThat(released(actions)).containsExactly(3);
    assertThat(reserved(actions)).isEmpty();
  }

  @Test
  void farSourcesAreAskedWhereNearerOnesHaveNothing() {
    peer.describe(wanted(FILE, 30));
    neighbours();
    peer.introduce(1);
    peer.introduce(3, upTo(30));
    assertThat(peer.cleared(3).candidates()).hasSize(7);
  }

  @Test
  void bannedNearerSourceIsLeftNothing() {
    nearAndFar();
    Action.Fetch near = peer.cleared(1);
    Action.Fetch second = only(1, peer.bindFirst(near, true));
    peer.bindFirst(second, false);
    peer.refuse(near, near.candidates().get(0));
    peer.refuse(second, second.candidates().get(0));
    assertThat(peer.state.banned()).containsExactly(Rank.peer(1));
    assertThat(peer.cleared(3).candidates()).containsAnyElementsOf(refs(upTo(20)));
  }

  @Test
  void nearerNeighboursHearWhatComesFromAfar() {
    nearAndFar();
    Action.Fetch far = peer.cleared(3);
    SegmentRef chosen = far.candidates().get(0);
    assertThat(all(Action.Foretell.class, peer.bindFirst(far, false)))
        .containsExactly(new Action.Foretell(List.of(chosen), List.of(Rank.peer(1), Rank.peer(2))));
  }

  @Test
  void nobodyHearsWhatComesFromNear() {
    nearAndFar();
    assertThat(all(Action.Foretell.class, peer.bindFirst(peer.cleared(1), false))).isEmpty();
  }

  @Test
  void whatComesToANeighbourIsNotAskedForFromAfar() {
    nearAndFar();
    coming(2, 20, 21, 22, 23, 24, 25, 26, 27);
    assertThat(peer.cleared(3).candidates()).isSubsetOf(ref(28), ref(29));
  }

  @Test
  void whatComesToANeighbourIsAskedForThereWhenItHasCome() {
    nearAndFar();
    peer.bindFirst(peer.cleared(1), false);
    coming(2, 25);
    assertThat(fetches(peer.clear(2))).as("it does not hold it yet").isEmpty();
    assertThat(reserved(peer.announce(2, 25))).containsExactly(2);
    assertThat(peer.cleared(2).candidates()).containsExactly(ref(25));
  }

  @Test
  void whatDoesNotComeAfterAllIsAskedForFromAfar() {
    peer.describe(wanted(FILE, 1));
    neighbours();
    peer.introduce(2);
    coming(2, 0);
    assertThat(reserved(peer.introduce(3, 0))).isEmpty();
    assertThat(reserved(peer.tick(3999))).isEmpty();
    assertThat(reserved(peer.tick(1))).containsExactly(3);
  }

  @Test
  void whoIntroducesItselfAgainIsNotBelievedThatItGetsAnything() {
    peer.describe(wanted(FILE, 1));
    neighbours();
    peer.introduce(2);
    coming(2, 0);
    peer.introduce(2);
    assertThat(reserved(peer.introduce(3, 0))).containsExactly(3);
  }

  @Test
  void smallSegmentsComeFromNearerSourcesToo() {
    SwarmScript small = new SwarmScript(SwarmScript.small(4));
    small.describe(wanted(FILE, 8));
    small.become(
        List.of(
            new Neighbour(Rank.peer(1), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(2), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(5), Neighbour.SAME_RACK),
            new Neighbour(Rank.peer(3), Neighbour.ELSEWHERE)));
    small.introduce(2);
    List<Action> actions = small.introduce(3, upTo(8));
    Action.Fetch far = fetches(actions).get(0);
    assertThat(far.source()).isEqualTo(Rank.peer(3));
    assertThat(all(Action.Foretell.class, actions).get(0))
        .isEqualTo(new Action.Foretell(far.candidates(), List.of(Rank.peer(2))));
    List<Action.Fetch> near = fetches(small.introduce(1, upTo(8)));
    assertThat(near).allMatch(fetch -> fetch.source().equals(Rank.peer(1)));
  }
}
