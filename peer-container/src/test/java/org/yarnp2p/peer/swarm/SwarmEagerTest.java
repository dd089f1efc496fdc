package org.yarnp2p.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.peer.swarm.SwarmScript.FILE;
import static org.yarnp2p.peer.swarm.SwarmScript.MS;
import static org.yarnp2p.peer.swarm.SwarmScript.SEGMENT;
import static org.yarnp2p.peer.swarm.SwarmScript.all;
import static org.yarnp2p.peer.swarm.SwarmScript.fetches;
import static org.yarnp2p.peer.swarm.SwarmScript.only;
import static org.yarnp2p.peer.swarm.SwarmScript.ref;
import static org.yarnp2p.peer.swarm.SwarmScript.released;
import static org.yarnp2p.peer.swarm.SwarmScript.reserved;
import static org.yarnp2p.peer.swarm.SwarmScript.small;
import static org.yarnp2p.peer.swarm.SwarmScript.upTo;
import static org.yarnp2p.peer.swarm.SwarmScript.wanted;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;

/** Small segments: without slots, many together. */
class SwarmEagerTest {
  private SwarmScript peer = new SwarmScript(small(3));

  @Test
  void smallSegmentIsAskedForAtOnceAndWithoutASlot() {
    peer.start(1, 1);
    List<Action> actions = peer.introduce(1, 0);
    assertThat(reserved(actions)).isEmpty();
    assertThat(only(1, actions).eager()).isTrue();
  }

  @Test
  void smallSegmentsAreAskedForTogether() {
    peer.start(60, 1);
    assertThat(fetches(peer.introduce(1, upTo(60))))
        .anySatisfy(fetch -> assertThat(fetch.candidates()).hasSize(3))
        .allSatisfy(fetch -> assertThat(fetch.candidates()).hasSizeLessThan(4))
        .allSatisfy(fetch -> assertThat(fetch.mostBytes()).isEqualTo(3 * SEGMENT));
  }

  @Test
  void segmentsInABundleFollowEachOther() {
    peer.start(60, 1);
    Action.Fetch bundle = fetches(peer.introduce(1, upTo(60))).get(0);
    int first = bundle.candidates().get(0).segment();
    for (int i = 0; i < bundle.candidates().size(); i++) {
      assertThat(bundle.candidates().get(i)).isEqualTo(ref(first + i));
    }
  }

  @Test
  void sourceGetsNoMoreThanItsShareOfRequests() {
    peer.start(60, 1);
    assertThat(fetches(peer.introduce(1, upTo(60)))).hasSize(2);
  }

  @Test
  void requestsSpreadOverAllSources() {
    peer.start(60, 1, 2, 3, 4);
    List<Action> actions = new ArrayList<>();
    for (int rank = 1; rank <= 4; rank++) {
      actions.addAll(peer.introduce(rank, upTo(60)));
    }
    assertThat(fetches(actions)).as("there is no bound of sources").hasSize(8);
    assertThat(fetches(actions).stream().flatMap(fetch -> fetch.candidates().stream()))
        .doesNotHaveDuplicates();
  }

  @Test
  void nextBundleIsAskedForWhenOneIsOver() {
    peer.start(60, 1);
    Action.Fetch bundle = fetches(peer.introduce(1, upTo(60))).get(0);
    receive(bundle);
    assertThat(fetches(peer.end(bundle))).hasSize(1);
  }

  @Test
  void segmentsThatWereLeftOutOfAnAnswerAreAskedForAgain() {
    peer = new SwarmScript(new SwarmSettings(1, 1, 1, SEGMENT, 10 * SEGMENT, 8, 1L << 40, 2));
    peer.start(3, 1);
    Action.Fetch bundle = only(1, peer.introduce(1, 0, 1, 2));
    SegmentRef first = bundle.candidates().get(0);
    peer.apply(new Event.Bound(bundle.request(), List.of(first), false));
    peer.store(bundle, first);
    peer.now += MS;
    assertThat(only(1, peer.end(bundle)).candidates()).doesNotContain(first);
  }

  @Test
  void segmentsThatWereLeftOutAreOpenForOthersAsSoonAsThatIsKnown() {
    peer = new SwarmScript(new SwarmSettings(1, 1, 1, SEGMENT, 3 * SEGMENT, 8, 1L << 40, 2));
    peer.start(3, 1, 2);
    Action.Fetch bundle = only(1, peer.introduce(1, 0, 1, 2));
    int[] all = bundle.candidates().stream().mapToInt(SegmentRef::segment).toArray();
    peer.introduce(2, upTo(3));
    List<Action> actions =
        peer.apply(new Event.Bound(bundle.request(), List.of(bundle.candidates().get(0)), false));
    assertThat(fetches(actions)).hasSize(all.length > 1 ? 1 : 0);
  }

  @Test
  void boundEagerRequestDoesNotTouchTheSlot() {
    mixed();
    Action.Fetch eager = only(1, peer.introduce(1, 0));
    peer.introduceFile(1, 2, 0);
    Action.Fetch large = peer.cleared(1);
    assertThat(large.eager()).isFalse();
    peer.apply(new Event.Bound(eager.request(), refsOf(eager), true));
    assertThat(released(peer.tick(1))).isEmpty();
    assertThat(fetches(peer.tick(1))).isEmpty();
  }

  @Test
  void busyAnswerPutsTheSourceOffButNotTheOthers() {
    peer.start(1, 1, 2);
    Action.Fetch fetch = only(1, peer.introduce(1, 0));
    peer.introduce(2, 0);
    assertThat(only(2, peer.end(fetch, new Outcome.Busy(40))).candidates()).containsExactly(ref(0));
  }

  @Test
  void busySourceIsAskedAgainWhenItSaid() {
    peer.start(1, 1);
    List<Action> actions = peer.end(only(1, peer.introduce(1, 0)), new Outcome.Busy(40));
    assertThat(actions).contains(new Action.WakeAt(peer.now + 40 * MS));
    only(1, peer.tick(40));
  }

  @Test
  void failedAndMissingAreDealtWithAsUnderASlotButNothingIsReleased() {
    peer.start(2, 1, 2);
    Action.Fetch fetch = fetches(peer.introduce(1, 0)).get(0);
    List<Action> actions = peer.end(fetch, new Outcome.Missing());
    assertThat(actions).isEmpty();
    assertThat(fetches(peer.tick(10_000))).isEmpty();
    Action.Fetch other = fetches(peer.introduce(2, 0)).get(0);
    assertThat(released(peer.end(other, new Outcome.Failed()))).isEmpty();
    only(2, peer.tick(100));
  }

  @Test
  void smallAndLargeSegmentsGoTogether() {
    mixed();
    List<Action> actions =
        peer.apply(
            new Event.Introduced(
                Rank.peer(1),
                List.of(new Holding(FILE, Bits.upTo(3)), new Holding(2, Bits.upTo(3)))));
    assertThat(fetches(actions)).allMatch(Action.Fetch::eager).isNotEmpty();
    assertThat(reserved(actions)).containsExactly(1);
    assertThat(peer.clear(1)).isNotEmpty();
  }

  @Test
  void largeSegmentsAreNotAskedForEagerlyNorSmallOnesUnderASlot() {
    mixed();
    List<Action> actions = new ArrayList<>(peer.introduceFile(1, 2, upTo(3)));
    actions.addAll(peer.clear(1));
    actions.addAll(peer.introduce(2, upTo(3)));
    for (Action.Fetch fetch : fetches(actions)) {
      assertThat(fetch.candidates())
          .allMatch(segment -> segment.file() == (fetch.eager() ? FILE : 2));
    }
    assertThat(fetches(actions)).anyMatch(Action.Fetch::eager);
    assertThat(fetches(actions)).anyMatch(fetch -> !fetch.eager());
  }

  @Test
  void shortLastSegmentOfALargeFileIsSmall() {
    peer.describe(new SwarmFile(2, FileShape.payload(20_500, 10_000), true, Bits.of(), false));
    peer.neighbours(1);
    List<Action> actions = peer.introduceFile(1, 2, 0, 1, 2);
    assertThat(only(1, actions).candidates()).containsExactly(new SegmentRef(2, 2));
    assertThat(reserved(actions)).containsExactly(1);
  }

  @Test
  void bundlesHoldSegmentsOfSeveralFiles() {
    SwarmFile[] files =
        Stream.iterate(0, i -> i < 300, i -> i + 1)
            .map(i -> wanted(i, 1))
            .toArray(SwarmFile[]::new);
    peer.describe(files);
    peer.neighbours(1);
    List<Holding> holdings =
        Stream.of(files).map(file -> new Holding(file.id(), Bits.of(0))).toList();
    List<Action.Fetch> bundles = fetches(peer.apply(new Event.Introduced(Rank.peer(1), holdings)));
    assertThat(bundles).anySatisfy(bundle -> assertThat(bundle.candidates()).hasSize(3));
  }

  @Test
  void bytesInFlightStayWithinTheirBound() {
    peer = new SwarmScript(new SwarmSettings(2, 2, 2, SEGMENT, SEGMENT, 8, 4 * SEGMENT, 2));
    peer.start(100, 1, 2, 3, 4, 5);
    for (int rank = 1; rank <= 5; rank++) {
      peer.introduce(rank, upTo(100));
    }
    assertThat(peer.state.bytesInFlight()).isEqualTo(4 * SEGMENT);
  }

  @Test
  void emptySegmentsAreSmallWhateverTheLimit() {
    peer = new SwarmScript();
    peer.describe(new SwarmFile(FILE, FileShape.inline(new int[] {0, 0}), true, Bits.of(), false));
    peer.neighbours(1);
    List<Action.Fetch> bundles = fetches(peer.introduce(1, 0, 1));
    assertThat(bundles).allMatch(Action.Fetch::eager).isNotEmpty();
    List<Action> actions = new ArrayList<>();
    bundles.forEach(bundle -> actions.addAll(receive(bundle)));
    assertThat(actions).contains(new Action.FileFinished(FILE));
  }

  @Test
  void bundleOfWhichAllHasComeOtherwiseIsCancelled() {
    peer.start(2, 1);
    List<Action.Fetch> bundles = fetches(peer.introduce(1, 0, 1));
    List<Action> actions = peer.apply(new Event.Held(SwarmScript.refs(0, 1)));
    assertThat(all(Action.Cancel.class, actions)).hasSameSizeAs(bundles);
  }

  /** A small file {@link SwarmScript#FILE} and a large one 2, and neighbours 1 and 2. */
  private void mixed() {
    peer.describe(
        wanted(FILE, 3),
        new SwarmFile(2, FileShape.payload(30_000, 10_000), true, Bits.of(), false));
    peer.neighbours(1, 2);
  }

  private List<Action> receive(Action.Fetch bundle) {
    List<Action> actions = new ArrayList<>();
    actions.addAll(peer.apply(new Event.Bound(bundle.request(), refsOf(bundle), false)));
    peer.now += MS;
    bundle.candidates().forEach(segment -> actions.addAll(peer.store(bundle, segment)));
    return actions;
  }

  private static List<SegmentRef> refsOf(Action.Fetch fetch) {
    return fetch.candidates();
  }
}
