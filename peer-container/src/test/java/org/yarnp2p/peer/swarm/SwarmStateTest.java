package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.peer.swarm.SwarmScript.FILE;
import static org.yarnp2p.peer.swarm.SwarmScript.all;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.ref;
import static org.yarnp2p.peer.swarm.SwarmScript.refs;
import static org.yarnp2p.peer.swarm.SwarmScript.released;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.shape;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;
import static org.yarnp2p.peer.swarm.SwarmScript.wanted;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** Files, announcements, and what a peer has. */
class SwarmStateTest {
  private final SwarmScript peer = new SwarmScript();

  @Test
  void eventsBeforeTheFilesAreAMistake() {
    assertThatThrownBy(() -> peer.tick(0)).isInstanceOf(IllegalStateException.class);
    assertThat(peer.state.complete()).isFalse();
    assertThat(peer.state.bytesInFlight()).isZero();
  }

  @Test
  void filesAreDescribedOnce() {
    peer.describe(wanted(FILE, 1));
    assertThatThrownBy(() -> peer.describe(wanted(FILE, 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wantedFileThatIsHeldIsFinishedAtOnce() {
    assertThat(peer.describe(wanted(FILE, 4, 0, 1, 2, 3)))
        .containsExactly(new Action.FileFinished(FILE));
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void wantedFileWithoutSegmentsIsFinishedAtOnce() {
    assertThat(peer.describe(wanted(FILE, 0))).containsExactly(new Action.FileFinished(FILE));
  }

  @Test
  void peerThatWantsNothingIsComplete() {
    assertThat(peer.describe()).isEmpty();
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void heldFileThatIsNotWantedIsNeverFinishedAndNothingIsAskedFor() {
    assertThat(peer.describe(new SwarmFile(FILE, shape(2), false, Bits.of(0), false))).isEmpty();
    peer.neighbours(1);
    assertThat(peer.introduce(1, 0, 1)).isEmpty();
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void whatComesTogetherIsAllKnownWhenThePeerDecides() {
    peer.describe(wanted(FILE, 1));
    peer.neighbours(1, 2);
    peer.introduce(1);
    List<Action> actions =
        peer.state.apply(
            List.of(
                new Event.Announced(Rank.peer(1), refs(0)),
                new Event.SegmentStored(99, ref(0)),
                new Event.Tick()),
            0);
    assertThat(reserved(actions)).isEmpty(); // it came from elsewhere meanwhile
    assertThat(actions).contains(new Action.FileFinished(FILE));
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void nothingIsDoneAsLongAsNobodyHoldsAnything() {
    assertThat(peer.describe(wanted(FILE, 4))).isEmpty();
    assertThat(peer.neighbours(1, 2)).isEmpty();
    assertThat(peer.introduce(1)).isEmpty();
    assertThat(peer.tick(1000)).isEmpty();
  }

  @Test
  void prefixHolderAsksOnlyForTheRest() {
    peer.describe(wanted(FILE, 12, upTo(8)));
    peer.neighbours(1, 2);
    assertThat(peer.introduce(2, upTo(8))).as("has nothing new").isEmpty();
    peer.introduce(1, upTo(12));
    assertThat(peer.cleared(1).candidates()).isSubsetOf(refs(8, 9, 10, 11));
  }

  @Test
  void nothingIsAskedOfAPrefixHolderWhenOnlyTheRestIsMissing() {
    peer.describe(wanted(FILE, 4, 0, 1));
    peer.neighbours(1);
    assertThat(peer.introduce(1, 0, 1)).isEmpty();
    assertThat(reserved(peer.announce(1, 2))).containsExactly(1);
  }

  @Test
  void storedSegmentIsAnnouncedToThoseThatLackItAndTakePartInTheFile() {
    peer.start(2, 1, 2, 3, 4);
    peer.introduce(2);
    peer.introduceFile(3, 99, 0);
    peer.introduce(4, 1);
    peer.introduce(1, 0);
    Action.Fetch fetch = peer.cleared(1);
    peer.bindFirst(fetch, false);
    assertThat(peer.store(fetch, ref(0)))
        .contains(new Action.Announce(ref(0), List.of(Rank.peer(2), Rank.peer(4))));
  }

  @Test
  void fileIsFinishedWithItsLastSegmentAndOnlyOnce() {
    peer.start(2, 1).introduce(1, 0, 1);
    List<Action> first = peer.deliver(peer.cleared(1), 1);
    assertThat(all(Action.FileFinished.class, first)).isEmpty();
    Action.Fetch last = peer.cleared(1);
    assertThat(peer.deliver(last, 1)).contains(new Action.FileFinished(FILE));
    assertThat(peer.state.complete()).isTrue();
    assertThat(peer.store(last, last.candidates().get(0))).isEmpty();
  }

  @Test
  void eachFileIsFinishedByItself() {
    peer.describe(wanted(1, 1), wanted(2, 1));
    peer.neighbours(1);
    peer.introduceFile(1, 2, 0);
    assertThat(peer.deliver(peer.cleared(1), 1)).contains(new Action.FileFinished(2));
    assertThat(peer.state.complete()).isFalse();
    peer.introduceFile(1, 1, 0);
    assertThat(peer.deliver(peer.cleared(1), 1)).contains(new Action.FileFinished(1));
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void announcementsOfUnknownSegmentsAreIgnored() {
    peer.start(1, 1);
    List<SegmentRef> unknown = List.of(new SegmentRef(99, 0), ref(5));
    assertThat(peer.apply(new Event.Announced(Rank.peer(1), unknown))).isEmpty();
  }

  @Test
  void announcementsOfWhatIsHereAreOfNoInterest() {
    peer.describe(wanted(FILE, 2, 0));
    peer.neighbours(1);
    assertThat(peer.announce(1, 0)).isEmpty();
  }

  @Test
  void peerThatSpeaksBeforeItIsNamedIsNotForgotten() {
    peer.start(2);
    assertThat(peer.introduce(1, 0)).isEmpty();
    assertThat(peer.announce(1, 1)).isEmpty();
    assertThat(reserved(peer.neighbours(1))).containsExactly(1);
    assertThat(peer.cleared(1).candidates()).isSubsetOf(refs(0, 1));
  }

  @Test
  void segmentThatIsReadyOnlyNowIsAnnounced() {
    peer.describe(new SwarmFile(FILE, shape(2), false, Bits.of(), false));
    peer.neighbours(1);
    peer.introduce(1);
    assertThat(peer.apply(new Event.Held(refs(0, 1))))
        .containsExactly(
            new Action.Announce(ref(0), List.of(Rank.peer(1))),
            new Action.Announce(ref(1), List.of(Rank.peer(1))));
    assertThat(peer.apply(new Event.Held(refs(0)))).as("once").isEmpty();
  }

  @Test
  void wantedFileThatBecomesReadyIsFinished() {
    peer.describe(wanted(FILE, 2));
    assertThat(peer.apply(new Event.Held(refs(0, 1)))).contains(new Action.FileFinished(FILE));
    assertThat(peer.state.complete()).isTrue();
  }

  @Test
  void requestForWhatBecomesReadyHereIsCancelled() {
    peer.start(8, 1).introduce(1, upTo(8));
    Action.Fetch fetch = peer.cleared(1);
    SegmentRef first = fetch.candidates().get(0);
    peer.bindFirst(fetch, false);
    assertThat(peer.apply(new Event.Held(List.of(first))))
        .contains(new Action.Cancel(fetch.request()));
  }

  @Test
  void disownedSegmentIsFetchedAgain() {
    peer.start(1, 1).introduce(1, 0);
    peer.deliver(peer.cleared(1), 1);
    assertThat(peer.state.complete()).isTrue();
    List<Action> actions = peer.apply(new Event.Disowned(refs(0)));
    assertThat(peer.state.complete()).isFalse();
    assertThat(reserved(actions)).containsExactly(1);
    assertThat(peer.deliver(peer.cleared(1), 1)).contains(new Action.FileFinished(FILE));
  }

  @Test
  void disownedSegmentsOfUnknownFilesAreIgnored() {
    peer.start(1, 1);
    assertThat(peer.apply(new Event.Disowned(List.of(new SegmentRef(99, 0))))).isEmpty();
  }

  @Test
  void completePeerAsksNobody() {
    peer.start(1, 1, 2).introduce(1, 0);
    peer.deliver(peer.cleared(1), 1);
    assertThat(peer.introduce(2, 0)).isEmpty();
    assertThat(peer.tick(60_000)).isEmpty();
  }

  @Test
  void completePeerGivesSlotsBackThatItHasAndThatComeLater() {
    peer.start(2, 1, 2, 3).introduce(1, 0);
    peer.introduce(2, 1);
    peer.introduce(3, 0, 1);
    Action.Fetch one = peer.cleared(1);
    Action.Fetch other = peer.cleared(2);
    peer.bindFirst(one, true);
    peer.store(one, ref(0));
    peer.bindFirst(other, true);
    assertThat(released(peer.store(other, ref(1)))).containsExactlyInAnyOrder(1, 2);
    assertThat(released(peer.clear(3))).containsExactly(3);
    assertThat(fetches(peer.end(one))).isEmpty();
    assertThat(released(peer.end(other))).as("given back before").isEmpty();
    assertThat(peer.state.bytesInFlight()).isZero();
  }

  @Test
  void sameSeedDoesTheSame() {
    SwarmScript other = new SwarmScript();
    for (SwarmScript script : List.of(peer, other)) {
      script.start(64, 1, 2, 3).introduce(1, upTo(64));
    }
    assertThat(peer.clear(1)).isEqualTo(other.clear(1));
    assertThat(peer.introduce(2, upTo(64))).isEqualTo(other.introduce(2, upTo(64)));
  }

  @Test
  void filesThatANeighbourTakesPartInAreLearntFromEachIntroduction() {
    peer.describe(wanted(1, 1), wanted(2, 1));
    peer.neighbours(1, 2);
    peer.introduceFile(1, 1, 0);
    peer.apply(
        new Event.Introduced(
            Rank.peer(2), List.of(new Holding(1, Bits.of()), new Holding(2, Bits.of()))));
    assertThat(peer.deliver(peer.cleared(1), 1))
        .contains(new Action.Announce(new SegmentRef(1, 0), List.of(Rank.peer(2))));
  }
}
