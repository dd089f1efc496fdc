package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Event.Announced;
import org.yarnp2p.peer.swarm.Event.Disowned;
import org.yarnp2p.peer.swarm.Event.FilesDescribed;
import org.yarnp2p.peer.swarm.Event.Introduced;
import org.yarnp2p.peer.swarm.Event.NeighboursChanged;
import org.yarnp2p.peer.swarm.Event.OriginGranted;
import org.yarnp2p.peer.swarm.Event.RequestEnded;
import org.yarnp2p.peer.swarm.Event.SegmentRefused;
import org.yarnp2p.peer.swarm.Event.SegmentStored;
import org.yarnp2p.peer.swarm.Event.Tick;
import org.yarnp2p.protocol.Holding;

class SwarmStateTest {
  private static final long MS = 1_000_000;
  private static final int FILE = 7;
  private static final int SEGMENT = 1000;

  private SwarmSettings settings = new SwarmSettings(2, 2, 0, 1L << 40, 2);
  private SwarmState state = newState();
  private long now;

  @Test
  void eventsBeforeTheFilesAreAMistake() {
    assertThatThrownBy(() -> apply(new Tick())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wantedFileThatIsHeldIsFinishedAtOnce() {
    assertThat(apply(new FilesDescribed(List.of(wanted(4, 0, 1, 2, 3)))))
        .containsExactly(new Action.FileFinished(FILE));
    assertThat(state.complete()).isTrue();
  }

  @Test
  void wantedFileWithoutSegmentsIsFinishedAtOnce() {
    assertThat(apply(new FilesDescribed(List.of(wanted(0)))))
        .containsExactly(new Action.FileFinished(FILE));
  }

  @Test
  void heldFileThatIsNotWantedIsNeverFinishedAndNothingIsAskedFor() {
    SwarmFile held = new SwarmFile(FILE, shape(2), false, bits(0), false);
    assertThat(apply(new FilesDescribed(List.of(held)))).isEmpty();
    neighbours(1);
    assertThat(introduce(1, 0, 1)).isEmpty();
    assertThat(state.complete()).isTrue();
  }

  @Test
  void everyHeldSegmentIsAskedForOnce() {
    start(4);
    neighbours(1, 2);
    List<Action> actions = new ArrayList<>(introduce(1, 0, 1, 2, 3));
    actions.addAll(introduce(2, 0, 1, 2, 3));
    assertThat(fetches(actions).stream().flatMap(fetch -> fetch.segments().stream()))
        .containsExactlyInAnyOrder(ref(0), ref(1), ref(2), ref(3));
  }

  @Test
  void sourceGetsNoMoreThanItsShareOfRequests() {
    start(10);
    neighbours(1);
    assertThat(fetches(introduce(1, IntStream.range(0, 10).toArray()))).hasSize(2);
  }

  @Test
  void noMoreSourcesAreUsedThanThereAreSlots() {
    start(10);
    neighbours(1, 2, 3);
    List<Action> actions = new ArrayList<>();
    for (int rank = 1; rank <= 3; rank++) {
      actions.addAll(introduce(rank, IntStream.range(0, 10).toArray()));
    }
    assertThat(fetches(actions).stream().map(Action.Fetch::source).distinct()).hasSize(2);
    assertThat(fetches(actions)).hasSize(4);
  }

  @Test
  void bytesInFlightStayWithinTheirBound() {
    settings = new SwarmSettings(4, 4, 0, 2 * SEGMENT, 2);
    state = newState();
    start(10);
    neighbours(1, 2);
    introduce(1, IntStream.range(0, 10).toArray());
    introduce(2, IntStream.range(0, 10).toArray());
    assertThat(state.bytesInFlight()).isEqualTo(2 * SEGMENT);
  }

  @Test
  void segmentLargerThanTheBoundIsAskedForAlone() {
    settings = new SwarmSettings(4, 4, 0, 1, 2);
    state = newState();
    start(3);
    neighbours(1);
    assertThat(fetches(introduce(1, 0, 1, 2))).hasSize(1);
  }

  @Test
  void smallSegmentsAreAskedForTogether() {
    settings = new SwarmSettings(2, 2, 3 * SEGMENT, 1L << 40, 2);
    state = newState();
    start(6);
    neighbours(1);
    assertThat(fetches(introduce(1, 0, 1, 2, 3, 4, 5)))
        .anySatisfy(fetch -> assertThat(fetch.segments()).hasSizeGreaterThan(1));
  }

  @Test
  void storedSegmentIsAnnouncedToThoseThatLackItAndTakePartInTheFile() {
    start(2);
    neighbours(1, 2, 3, 4);
    apply(new Introduced(Rank.peer(2), List.of(new Holding(FILE, bits()))));
    apply(new Introduced(Rank.peer(3), List.of(new Holding(99, bits(0)))));
    introduce(4, 1);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    assertThat(apply(new SegmentStored(fetch.request(), ref(0))))
        .contains(new Action.Announce(ref(0), List.of(Rank.peer(2), Rank.peer(4))));
  }

  @Test
  void fileIsFinishedWithItsLastSegmentAndOnlyOnce() {
    start(2);
    neighbours(1);
    List<Action.Fetch> fetches = fetches(introduce(1, 0, 1));
    assertThat(store(fetches.get(0))).doesNotContain(new Action.FileFinished(FILE));
    assertThat(store(fetches.get(1))).contains(new Action.FileFinished(FILE));
    assertThat(apply(new SegmentStored(fetches.get(1).request(), fetches.get(1).segments().get(0))))
        .isEmpty();
    assertThat(state.complete()).isTrue();
  }

  @Test
  void prefixHolderAsksOnlyForTheRest() {
    apply(new FilesDescribed(List.of(wanted(4, 0, 1))));
    neighbours(1);
    assertThat(fetches(introduce(1, 0, 1, 2, 3)).stream().flatMap(f -> f.segments().stream()))
        .containsExactlyInAnyOrder(ref(2), ref(3));
  }

  @Test
  void busySourceIsAskedAgainWhenItSaid() {
    start(1);
    neighbours(1);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    List<Action> actions = end(fetch, new Outcome.Busy(40));
    assertThat(fetches(actions)).isEmpty();
    assertThat(actions).contains(new Action.WakeAt(now + 40 * MS));
    now += 40 * MS;
    assertThat(fetches(apply(new Tick()))).hasSize(1);
  }

  @Test
  void otherSourceIsAskedWhenOneIsBusy() {
    start(1);
    neighbours(1, 2);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    introduce(2, 0);
    assertThat(fetches(end(fetch, new Outcome.Busy(40))))
        .singleElement()
        .returns(Rank.peer(2), Action.Fetch::source);
  }

  @Test
  void failedSourceIsAskedLaterAndLater() {
    start(1);
    neighbours(1);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    end(fetch, new Outcome.Failed());
    now += 100 * MS;
    fetch = fetches(apply(new Tick())).get(0);
    end(fetch, new Outcome.Failed());
    now += 100 * MS;
    assertThat(fetches(apply(new Tick()))).isEmpty();
    now += 100 * MS;
    assertThat(fetches(apply(new Tick()))).hasSize(1);
  }

  @Test
  void answerWithoutProgressDoesNotLeadToARequestAtOnce() {
    start(1);
    neighbours(1);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    assertThat(fetches(end(fetch, new Outcome.Done()))).isEmpty();
  }

  @Test
  void segmentsThatWereLeftOutOfAnAnswerAreAskedForAgain() {
    settings = new SwarmSettings(1, 1, 10 * SEGMENT, 1L << 40, 2);
    state = newState();
    start(3);
    neighbours(1);
    Action.Fetch fetch = fetches(introduce(1, 0, 1, 2)).get(0);
    apply(new SegmentStored(fetch.request(), fetch.segments().get(0)));
    now += MS;
    List<Action> next = end(fetch, new Outcome.Done());
    assertThat(fetches(next)).hasSize(1);
  }

  @Test
  void sourceThatLacksASegmentIsNotAskedForItAgain() {
    start(1);
    neighbours(1);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    assertThat(fetches(end(fetch, new Outcome.Missing()))).isEmpty();
    now += 10_000 * MS;
    assertThat(fetches(apply(new Tick()))).isEmpty();
    assertThat(fetches(apply(new Announced(Rank.peer(1), List.of(ref(0)))))).hasSize(1);
  }

  @Test
  void badBytesLeadToAComplaintAndToAnotherSource() {
    start(1);
    neighbours(1, 2);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    introduce(2, 0);
    List<Action> actions = apply(new SegmentRefused(fetch.request(), ref(0)));
    assertThat(actions).contains(new Action.Complain(Rank.peer(1), ref(0)));
    assertThat(fetches(actions)).singleElement().returns(Rank.peer(2), Action.Fetch::source);
    assertThat(state.banned()).isEmpty();
  }

  @Test
  void sourceThatSendsBadBytesTwiceIsBanned() {
    start(8);
    neighbours(1);
    List<Action.Fetch> fetches = fetches(introduce(1, IntStream.range(0, 8).toArray()));
    for (Action.Fetch fetch : fetches) {
      apply(new SegmentRefused(fetch.request(), fetch.segments().get(0)));
      end(fetch, new Outcome.Done());
    }
    assertThat(state.banned()).containsExactly(Rank.peer(1));
    now += 60_000 * MS;
    assertThat(fetches(apply(new Tick()))).isEmpty();
  }

  @Test
  void segmentsOfALostNeighbourAreAskedForElsewhere() {
    start(2);
    neighbours(1, 2);
    List<Action.Fetch> fetches = fetches(introduce(1, 0, 1));
    introduce(2, 0, 1);
    neighbours(2);
    List<Action> actions = new ArrayList<>();
    for (Action.Fetch fetch : fetches) {
      actions.addAll(end(fetch, new Outcome.Failed()));
    }
    assertThat(fetches(actions)).hasSize(2).allMatch(f -> f.source().equals(Rank.peer(2)));
  }

  @Test
  void peerThatSpeaksBeforeItIsNamedIsNotForgotten() {
    start(1);
    assertThat(fetches(introduce(1, 0))).isEmpty();
    assertThat(fetches(neighbours(1))).hasSize(1);
  }

  @Test
  void announcementsOfUnknownSegmentsAreIgnored() {
    start(1);
    neighbours(1);
    assertThat(
            fetches(
                apply(
                    new Announced(
                        Rank.peer(1), List.of(new SegmentRef(99, 0), new SegmentRef(FILE, 5))))))
        .isEmpty();
  }

  @Test
  void disownedSegmentIsFetchedAgain() {
    start(1);
    neighbours(1);
    Action.Fetch fetch = fetches(introduce(1, 0)).get(0);
    store(fetch);
    end(fetch, new Outcome.Done());
    List<Action> actions = apply(new Disowned(List.of(ref(0))));
    assertThat(fetches(actions)).hasSize(1);
    assertThat(state.complete()).isFalse();
    assertThat(store(fetches(actions).get(0))).contains(new Action.FileFinished(FILE));
  }

  @Test
  void lateSegmentAtTheEndIsAskedForOnceMoreElsewhereAndTheLoserIsCancelled() {
    start(12);
    neighbours(1, 2);
    List<Action.Fetch> open =
        new ArrayList<>(fetches(introduce(1, IntStream.range(0, 12).toArray())));
    Action.Fetch late = open.remove(0);
    while (!open.isEmpty()) {
      now += 10 * MS;
      Action.Fetch next = open.remove(0);
      List<Action> actions = new ArrayList<>(store(next));
      actions.addAll(end(next, new Outcome.Done()));
      open.addAll(fetches(actions));
    }
    List<Action.Fetch> hedge = fetches(introduce(2, IntStream.range(0, 12).toArray()));
    assertThat(hedge).singleElement().returns(Rank.peer(2), Action.Fetch::source);
    now += 1_000 * MS;
    assertThat(fetches(apply(new Tick()))).as("a third request").isEmpty();
    assertThat(store(hedge.get(0))).contains(new Action.Cancel(late.request()));
    assertThat(state.complete()).isTrue();
  }

  @Test
  void segmentsThatNobodyHoldsAreClaimedAndReadFromTheOrigin() {
    state = newState();
    List<Action> actions =
        apply(new FilesDescribed(List.of(new SwarmFile(FILE, shape(4), true, new BitSet(), true))));
    assertThat(actions).contains(new Action.Claim(FILE, 4));
    List<Action> reads = apply(new OriginGranted(FILE, List.of(1, 2, 3)));
    assertThat(reads.stream().filter(Action.ReadOrigin.class::isInstance)).hasSize(2);
    Action.ReadOrigin read = (Action.ReadOrigin) reads.get(0);
    List<Action> after = new ArrayList<>(apply(new SegmentStored(read.request(), read.segment())));
    after.addAll(apply(new RequestEnded(read.request(), new Outcome.Done())));
    assertThat(after).contains(new Action.Announce(read.segment(), List.of()));
    assertThat(after).anyMatch(Action.ReadOrigin.class::isInstance);
  }

  @Test
  void emptyGrantIsFollowedByAnotherClaimAfterAWhile() {
    apply(new FilesDescribed(List.of(new SwarmFile(FILE, shape(2), true, new BitSet(), true))));
    List<Action> actions = apply(new OriginGranted(FILE, List.of()));
    assertThat(actions).noneMatch(Action.Claim.class::isInstance);
    assertThat(actions).anyMatch(Action.WakeAt.class::isInstance);
    now += 1_000 * MS;
    assertThat(apply(new Tick())).anyMatch(Action.Claim.class::isInstance);
  }

  @Test
  void failedOriginReadIsTriedAgainAfterAPause() {
    apply(new FilesDescribed(List.of(new SwarmFile(FILE, shape(1), true, new BitSet(), true))));
    List<Action> reads = apply(new OriginGranted(FILE, List.of(0)));
    Action.ReadOrigin read = (Action.ReadOrigin) reads.get(0);
    assertThat(apply(new RequestEnded(read.request(), new Outcome.Failed())))
        .noneMatch(Action.ReadOrigin.class::isInstance);
    now += 1_000 * MS;
    assertThat(apply(new Tick())).anyMatch(Action.ReadOrigin.class::isInstance);
  }

  private SwarmState newState() {
    return new SwarmState(settings, new SplittableRandom(42));
  }

  private void start(int segments) {
    apply(new FilesDescribed(List.of(wanted(segments))));
  }

  private List<Action> neighbours(int... ranks) {
    return apply(
        new NeighboursChanged(
            IntStream.of(ranks)
                .mapToObj(rank -> new Neighbour(Rank.peer(rank), Neighbour.ELSEWHERE))
                .toList()));
  }

  private List<Action> introduce(int rank, int... segments) {
    return apply(new Introduced(Rank.peer(rank), List.of(new Holding(FILE, bits(segments)))));
  }

  private List<Action> store(Action.Fetch fetch) {
    List<Action> actions = new ArrayList<>();
    fetch.segments().forEach(s -> actions.addAll(apply(new SegmentStored(fetch.request(), s))));
    return actions;
  }

  private List<Action> end(Action.Fetch fetch, Outcome outcome) {
    return apply(new RequestEnded(fetch.request(), outcome));
  }

  private List<Action> apply(Event event) {
    return state.apply(event, now);
  }

  private static List<Action.Fetch> fetches(List<Action> actions) {
    return actions.stream()
        .filter(Action.Fetch.class::isInstance)
        .map(Action.Fetch.class::cast)
        .toList();
  }

  private static SwarmFile wanted(int segments, int... held) {
    return new SwarmFile(FILE, shape(segments), true, bits(held), false);
  }

  private static FileShape shape(int segments) {
    return FileShape.payload((long) segments * SEGMENT, SEGMENT);
  }

  private static SegmentRef ref(int segment) {
    return new SegmentRef(FILE, segment);
  }

  private static BitSet bits(int... numbers) {
    BitSet bits = new BitSet();
    for (int number : numbers) {
      bits.set(number);
    }
    return bits;
  }
}
