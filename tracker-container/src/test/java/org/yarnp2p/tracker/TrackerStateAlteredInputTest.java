package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.digest;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.payloadDigest;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestJob.unhashed;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.answer;
import static org.yarnp2p.tracker.TestSwarm.exchange;
import static org.yarnp2p.tracker.TestSwarm.finding;
import static org.yarnp2p.tracker.TestSwarm.holders;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** Ranks whose next life finds other bytes in its input than the one before. */
class TrackerStateAlteredInputTest {
  private static final Member AGAIN = member(1, 2);
  private static final int ALTERED = 3;
  private static final SegmentRef REF = new SegmentRef(0, ALTERED);

  private static final String BLAME =
      "rank 1 found other bytes there than before: see that disk, put the file right, and run the"
          + " job again";

  private static int[] all() {
    return IntStream.range(0, 10).toArray();
  }

  private static int[] allBut(int segment) {
    return IntStream.range(0, 10).filter(i -> i != segment).toArray();
  }

  /** What the next life tells when it joins. */
  private static HeldFile altered() {
    FileShape shape = FileShape.payload(LENGTH, TestJob.SEGMENT_SIZE);
    Map<Integer, Digest> digests = new HashMap<>();
    for (int segment : allBut(ALTERED)) {
      digests.put(segment, payloadDigest(0, segment));
    }
    digests.put(ALTERED, digest("other bytes"));
    return new HeldFile(0, shape, digests);
  }

  @Test
  void segmentThatIsToldOtherwiseIsRefusedAndTheSwarmGoesOn() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, all()));
    state.lose(Rank.peer(1));
    state.join(joins(AGAIN).holding(unhashed(0, LENGTH)).request());

    assertThat(state.report(AGAIN, finding(ALTERED, digest("other bytes"))).refused())
        .containsExactly(REF);

    assertThat(state.failure()).isEmpty();
    assertThat(holders(state, ALTERED)).isEqualTo("{2}");
    assertThat(state.describe(member(3)).get(0).digests())
        .containsEntry(ALTERED, payloadDigest(0, ALTERED));
    state.report(AGAIN, acquired(0, allBut(ALTERED)));
    state.report(member(3), acquired(0, all()));
    state.report(member(2), complete(0));
    state.report(member(3), complete(0));
    assertThat(state.phase()).as("nothing more is awaited").isEqualTo(SwarmPhase.DRAIN);
  }

  /** An answer may be lost. */
  @Test
  void itIsRefusedAsOftenAsItIsTold() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, all()));
    state.join(joins(AGAIN).holding(unhashed(0, LENGTH)).request());

    for (int i = 0; i < 2; i++) {
      assertThat(state.report(AGAIN, finding(ALTERED, digest("other bytes"))).refused())
          .containsExactly(REF);
    }
  }

  @Test
  void whoTellsItWithItsJoinIsNoHolderOfIt() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, all()));
    state.join(joins(AGAIN).holding(altered()).request());

    assertThat(state.failure()).isEmpty();
    assertThat(holders(state, ALTERED)).isEqualTo("{2}");
    assertThat(holders(state, 4)).isEqualTo("{1, 2}");
  }

  @Test
  void soIsEveryLifeAfterThatUntilOneHasItRightAgain() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, all()));
    state.join(joins(AGAIN).holding(altered()).request());
    state.join(joins(member(1, 3)).holding(altered()).request());
    assertThat(holders(state, ALTERED)).isEqualTo("{2}");

    state.join(joins(member(1, 4)).holding(heldPayload(0, LENGTH)).request());

    assertThat(state.failure()).isEmpty();
    assertThat(holders(state, ALTERED)).isEqualTo("{1, 2}");
  }

  @Test
  void whoWantsTheFileTooFetchesIt() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).wanting(0).request());
    state.join(joins(2).wanting(0).request());
    state.report(member(2), acquired(0, all()));
    state.report(member(2), complete(0));
    state.join(joins(AGAIN).holding(altered()).wanting(0).request());
    assertThat(holders(state, ALTERED)).isEqualTo("{2}");

    state.report(AGAIN, acquired(0, ALTERED));
    state.report(AGAIN, complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whatNobodyElseHasIsLostWithTheReason() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, allBut(ALTERED)));
    state.join(joins(AGAIN).holding(unhashed(0, LENGTH)).request());
    state.report(AGAIN, finding(ALTERED, digest("other bytes")));
    answer(state, member(2), member(3));

    assertThat(state.failure())
        .hasValue(
            "file1 is lost for ranks 2-3: no rank that is left gives segments 4 of 10, and there is"
                + " no origin; "
                + BLAME);
  }

  @Test
  void itIsLostTooWhenItIsToldWithTheJoin() throws IOException {
    TrackerState state = exchange();
    state.join(joins(AGAIN).holding(altered()).request());
    answer(state, member(2), member(3));

    assertThat(state.failure()).hasValueSatisfying(why -> assertThat(why).contains(BLAME));
  }

  /** It knows by itself what the life before has told. */
  @Test
  void soIsWhatTheNextLifeWithdraws() throws IOException {
    TrackerState state = exchange();
    state.join(joins(AGAIN).holding(heldPayload(0, LENGTH)).request());
    state.report(AGAIN, Report.recheck(List.of(REF), List.of(REF)));
    answer(state, member(2), member(3));

    assertThat(state.failure()).hasValueSatisfying(why -> assertThat(why).contains(BLAME));
  }

  /** It has told the next tracker too what it has not any more. */
  @Test
  void nextTrackerBelievesALifeThatHasItAsItWas() throws IOException {
    TrackerState state = TestJob.stateAgain(2, TestJob.payload(0, "file1"));
    state.join(joins(AGAIN).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).request());
    state.report(AGAIN, Report.recheck(List.of(REF), List.of(REF)));
    state.lose(Rank.peer(1));
    state.join(joins(member(1, 3)).holding(altered()).request());
    assertThat(holders(state, ALTERED)).isEqualTo("{}");

    state.join(joins(member(1, 4)).holding(heldPayload(0, LENGTH)).request());

    assertThat(holders(state, ALTERED)).isEqualTo("{1}");
    assertThat(state.failure()).isEmpty();
  }

  @Test
  void gateStaysClosedForIt() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(AGAIN).holding(altered()).request());
    state.join(joins(2).wanting(0).request());

    assertThat(state.failure())
        .hasValue("rank 2 wants file1, of which nobody holds segment 4; " + BLAME);
  }

  @Test
  void partialJobGoesOnWithoutTheFile() throws IOException {
    TrackerState state =
        new TrackerState(
            2,
            List.of(TestJob.payload(0, "file1")),
            new TrackerSettings(10, 16),
            new SplittableRandom(1),
            SwarmKind.PARTIAL,
            false);
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).request());
    state.join(joins(AGAIN).holding(altered()).request());
    answer(state, member(2));

    assertThat(state.trouble().lost())
        .containsExactly(
            new LostFile(new Holding(0, TestJob.bits(ALTERED)), List.of(Rank.peer(2))));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  /** The next tracker has heard from the life before that its bytes are bad, but not the digest. */
  @Test
  void whatWasWithdrawnFromTheNextTrackerIsRefusedToo() throws IOException {
    TrackerState state = TestJob.stateAgain(3, TestJob.payload(0, "file1"));
    state.join(joins(AGAIN).holding(unhashed(0, LENGTH)).request());
    state.join(joins(2).wanting(0).having(0, all()).knowing(0, LENGTH).request());
    state.join(joins(3).wanting(0).request());
    state.report(AGAIN, Report.recheck(List.of(REF), List.of(REF)));
    state.join(joins(member(1, 3)).holding(altered()).request());
    assertThat(state.describe(member(3)).get(0).digests()).doesNotContainKey(ALTERED);

    state.report(member(2), acquired(0, all()));

    assertThat(state.failure()).isEmpty();
    assertThat(holders(state, ALTERED)).isEqualTo("{2}");
    assertThat(state.describe(member(3)).get(0).digests())
        .containsEntry(ALTERED, payloadDigest(0, ALTERED));
  }

  /** What stands is what the rank itself has told. */
  @Test
  void laterLifeThatHasNotToldItBeforeDisagreesWithTheOtherHolder() throws IOException {
    TrackerState state = state(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(unhashed(0, LENGTH)).request());
    state.join(joins(2).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(3).wanting(0).request());
    state.join(joins(AGAIN).holding(unhashed(0, LENGTH)).request());

    state.report(AGAIN, finding(ALTERED, digest("other bytes")));

    assertThat(state.failure())
        .hasValue("rank 1 and rank 2 disagree about file1: segment 4 differs");
  }
}
