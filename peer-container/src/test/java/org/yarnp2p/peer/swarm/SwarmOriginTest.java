package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.peer.swarm.SwarmScript.FILE;
import static org.yarnp2p.peer.swarm.SwarmScript.all;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.only;
import static org.yarnp2p.peer.swarm.SwarmScript.ref;
import static org.yarnp2p.peer.swarm.SwarmScript.refs;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.shape;
import static org.yarnp2p.peer.swarm.SwarmScript.together;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/** Segments that are read from a file's origin. */
class SwarmOriginTest {
  private final SwarmScript peer = new SwarmScript();

  @Test
  void segmentsThatNobodyHoldsAreClaimed() {
    assertThat(start(4)).contains(new Action.Claim(FILE, 4, 4L * SwarmScript.SEGMENT));
    assertThat(claims(peer.tick(1))).as("one claim at a time").isEmpty();
  }

  @Test
  void nothingIsClaimedOfAFileWithoutOriginOrThatIsNotWanted() {
    assertThat(
            claims(
                peer.describe(
                    new SwarmFile(1, shape(3), true, Bits.of(), false),
                    new SwarmFile(2, shape(3), false, Bits.of(), true))))
        .isEmpty();
  }

  @Test
  void nothingIsClaimedThatANeighbourHolds() {
    start(2);
    grant();
    peer.neighbours(1);
    peer.introduce(1, 0, 1);
    assertThat(claims(peer.tick(5000))).isEmpty();
  }

  @Test
  void asManyAreReadAtTheSameTimeAsThereAreReaders() {
    start(4);
    List<Action> actions = grant(1, 2, 3);
    assertThat(reads(actions))
        .extracting(Action.ReadOrigin::segment)
        .containsExactly(ref(1), ref(2));
    assertThat(reads(read(reads(actions).get(0))))
        .extracting(Action.ReadOrigin::segment)
        .containsExactly(ref(3));
  }

  @Test
  void readsKeepToTheBytesThatMayBeInFlight() {
    SwarmSettings one = new SwarmSettings(2, 2, 2, 0, SwarmScript.SEGMENT, 8, 1, 2);
    SwarmScript tight = new SwarmScript(one);
    tight.describe(new SwarmFile(FILE, shape(4), true, Bits.of(), true));
    List<Action> actions = tight.apply(new Event.OriginGranted(refs(1, 2, 3)));
    assertThat(reads(actions)).extracting(Action.ReadOrigin::segment).containsExactly(ref(1));
    Action.ReadOrigin first = reads(actions).get(0);
    tight.apply(new Event.SegmentStored(first.request(), first.segment()));
    assertThat(reads(tight.apply(new Event.RequestEnded(first.request(), new Outcome.Done()))))
        .extracting(Action.ReadOrigin::segment)
        .containsExactly(ref(2));
  }

  @Test
  void grantThatIsRepeatedIsReadOnceAndTheNextClaimWaits() {
    start(3);
    assertThat(reads(grant(0, 1, 2))).hasSize(2);
    assertThat(reads(grant(0, 1, 2))).as("two are being read, one waits").isEmpty();
    assertThat(claims(peer.tick(249))).isEmpty();
  }

  @Test
  void segmentThatWasReadIsAnnounced() {
    start(1);
    peer.neighbours(1);
    peer.introduce(1);
    Action.ReadOrigin read = reads(grant(0)).get(0);
    assertThat(read(read))
        .contains(
            new Action.Announce(ref(0), List.of(Rank.peer(1))), new Action.FileFinished(FILE));
  }

  @Test
  void moreIsClaimedBeforeTheLastIsRead() {
    start(20);
    List<Action> actions = grant(0, 1, 2, 3);
    assertThat(claims(actions)).as("two are waiting for the readers").isEmpty();
    assertThat(claims(read(reads(actions).get(0)))).hasSize(1);
  }

  @Test
  void emptyGrantIsFollowedByAnotherClaimThatWaitsTwiceAsLongEachTimeUpToASecond() {
    start(2);
    for (int pause : new int[] {250, 500, 1000, 1000}) {
      List<Action> actions = grant();
      assertThat(claims(actions)).isEmpty();
      assertThat(all(Action.WakeAt.class, actions))
          .containsExactly(new Action.WakeAt(peer.now + pause * SwarmScript.MS));
      assertThat(claims(peer.tick(pause - 1))).isEmpty();
      assertThat(claims(peer.tick(1))).hasSize(1);
    }
  }

  @Test
  void grantShortensTheNextPauseAgain() {
    start(4);
    grant();
    peer.tick(250);
    grant(0);
    peer.tick(1);
    assertThat(all(Action.WakeAt.class, grant()))
        .contains(new Action.WakeAt(peer.now + 250 * SwarmScript.MS));
  }

  @Test
  void fileThatComesIsNotClaimedAgainButTheOtherOne() {
    int first =
        claims(
                peer.describe(
                    new SwarmFile(1, shape(2), true, Bits.of(), true),
                    new SwarmFile(2, shape(2), true, Bits.of(), true)))
            .get(0)
            .file();
    List<Action> actions =
        peer.apply(
            new Event.OriginGranted(List.of(new SegmentRef(first, 0), new SegmentRef(first, 1))));
    assertThat(claims(actions)).extracting(Action.Claim::file).containsExactly(3 - first);
  }

  @Test
  void fileWithoutSegmentsIsNeverClaimed() {
    for (List<SwarmFile> files :
        List.of(
            List.of(two(1), none(2)),
            List.of(none(1), two(2)),
            List.of(none(1), two(2), none(3)))) {
      SwarmScript script = new SwarmScript();
      int file = files.stream().filter(one -> one.shape().segmentCount() > 0).findAny().get().id();
      List<Action> actions = new ArrayList<>(script.describe(files.toArray(SwarmFile[]::new)));
      actions.addAll(
          script.apply(
              new Event.OriginGranted(List.of(new SegmentRef(file, 0), new SegmentRef(file, 1)))));
      actions.addAll(script.tick(5000));
      assertThat(claims(actions)).extracting(Action.Claim::file).containsOnly(file);
    }
  }

  private static SwarmFile two(int id) {
    return new SwarmFile(id, shape(2), true, Bits.of(), true);
  }

  private static SwarmFile none(int id) {
    return new SwarmFile(id, shape(0), true, Bits.of(), true);
  }

  @Test
  void largestFileIsClaimedFirst() {
    List<SwarmFile> files = new ArrayList<>();
    for (int id = 1; id <= 20; id++) {
      files.add(new SwarmFile(id, shape(id == 7 ? 9 : id == 12 ? 5 : 1), true, Bits.of(), true));
    }
    assertThat(claims(peer.describe(files.toArray(SwarmFile[]::new))))
        .extracting(Action.Claim::file)
        .containsExactly(7);
  }

  @Test
  void segmentThatCannotBeReadIsGivenBackAndClaimedAgainAfterASecond() {
    start(1);
    Action.ReadOrigin read = reads(grant(0)).get(0);
    List<Action> actions = fail(read);
    assertThat(all(Action.GiveBack.class, actions)).containsExactly(new Action.GiveBack(ref(0)));
    assertThat(claims(actions)).isEmpty();
    assertThat(all(Action.WakeAt.class, actions)).isNotEmpty();
    assertThat(claims(peer.tick(999))).isEmpty();
    assertThat(claims(peer.tick(1))).hasSize(1);
  }

  @Test
  void segmentThatCannotBeReadIsTakenFromANeighbourThatCould() {
    start(1);
    fail(reads(grant(0)).get(0));
    peer.neighbours(1);
    peer.introduce(1);
    assertThat(reserved(peer.announce(1, 0))).containsExactly(1);
  }

  @Test
  void wrongBytesFromTheOriginAreNobodysFaultAndTheSegmentIsOpenAgain() {
    start(1);
    Action.ReadOrigin read = reads(grant(0)).get(0);
    List<Action> actions =
        together(
            peer.apply(new Event.SegmentRefused(read.request(), read.segment())),
            peer.apply(new Event.RequestEnded(read.request(), new Outcome.Done())));
    assertThat(all(Action.Complain.class, actions)).isEmpty();
    assertThat(claims(actions)).hasSize(1);
  }

  @Test
  void grantedSegmentsAreNotAskedForOfNeighbours() {
    start(12);
    peer.neighbours(1);
    grant(upTo(4));
    assertThat(reserved(peer.introduce(1, 0, 1, 2, 3))).isEmpty();
    assertThat(reserved(peer.announce(1, 5))).containsExactly(1);
  }

  @Test
  void grantedSegmentThatHasComeMeanwhileIsNotRead() {
    start(3);
    List<Action> actions = grant(0, 1, 2);
    peer.apply(new Event.Held(refs(2)));
    assertThat(reads(read(reads(actions).get(0)))).isEmpty();
  }

  @Test
  void readOfASegmentThatHasComeMeanwhileIsCancelledAndNotRepeated() {
    start(2);
    Action.ReadOrigin read = reads(grant(0)).get(0);
    assertThat(peer.apply(new Event.Held(refs(0)))).contains(new Action.Cancel(read.request()));
    fail(read);
    assertThat(reads(peer.tick(2000))).isEmpty();
  }

  @Test
  void grantOfWhatIsHereIsOfNoUse() {
    peer.describe(new SwarmFile(FILE, shape(2), true, Bits.of(0), true));
    assertThat(reads(grant(0))).isEmpty();
  }

  @Test
  void sourcesAndTheOriginAreUsedAtTheSameTime() {
    start(12);
    peer.neighbours(1);
    peer.introduce(1, 6, 7, 8, 9);
    grant(0, 1);
    assertThat(peer.cleared(1).candidates()).isSubsetOf(refs(6, 7, 8, 9));
    assertThat(peer.state.bytesInFlight()).isEqualTo(3 * SwarmScript.SEGMENT);
  }

  @Test
  void segmentInFlightTwiceIsNotReadFromTheOriginToo() {
    start(4);
    peer.neighbours(1, 2, 3);
    peer.introduce(1, 0);
    Action.Fetch late = peer.cleared(1);
    peer.bindFirst(late, false);
    List<Action> actions = new ArrayList<>(grant(1, 2, 0));
    peer.introduce(2, 0);
    peer.tick(2000);
    Action.Fetch hedge = only(2, peer.clear(2));
    assertThat(hedge.candidates()).containsExactly(ref(0));
    actions = read(reads(actions).get(0));
    assertThat(reads(actions)).as("a third request").isEmpty();
    peer.end(late, new Outcome.Failed());
    peer.end(hedge, new Outcome.Failed());
    assertThat(reserved(peer.tick(1000))).as("it is not forgotten").isNotEmpty();
  }

  @Test
  void peerWithAllSegmentsClaimsNothingMore() {
    start(1);
    assertThat(read(reads(grant(0)).get(0))).doesNotHaveAnyElementsOfTypes(Action.Claim.class);
    assertThat(fetches(peer.tick(5000))).isEmpty();
    assertThat(claims(peer.tick(5000))).isEmpty();
  }

  private List<Action> start(int segments) {
    return peer.describe(new SwarmFile(FILE, shape(segments), true, Bits.of(), true));
  }

  private List<Action> grant(int... segments) {
    return peer.apply(new Event.OriginGranted(refs(segments)));
  }

  private List<Action> read(Action.ReadOrigin read) {
    return together(
        peer.apply(new Event.SegmentStored(read.request(), read.segment())),
        peer.apply(new Event.RequestEnded(read.request(), new Outcome.Done())));
  }

  private List<Action> fail(Action.ReadOrigin read) {
    return peer.apply(new Event.RequestEnded(read.request(), new Outcome.Failed()));
  }

  private static List<Action.ReadOrigin> reads(List<Action> actions) {
    return all(Action.ReadOrigin.class, actions);
  }

  private static List<Action.Claim> claims(List<Action> actions) {
    return all(Action.Claim.class, actions);
  }
}
