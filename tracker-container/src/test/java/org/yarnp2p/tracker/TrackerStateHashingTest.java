package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestJob.unhashed;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** Holders whose digests are not all known when the gate opens. */
class TrackerStateHashingTest {
  /** Rank 1 and rank 2 hold file 0 and have hashed nothing of it, rank 3 wants it. */
  private TrackerState twoHolders() throws IOException {
    TrackerState state = state(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(unhashed(0, LENGTH)).request());
    state.join(joins(2).holding(unhashed(0, LENGTH)).request());
    state.join(joins(3).wanting(0).request());
    return state;
  }

  private static int[] all() {
    return IntStream.range(0, 10).toArray();
  }

  @Test
  void gateDoesNotWaitForDigests() throws IOException {
    TrackerState state = twoHolders();

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.describe(member(3)).get(0).digests()).isEmpty();
    state.report(member(2), acquired(0, 3, 4));
    assertThat(state.describe(member(3)).get(0).digests()).containsOnlyKeys(3, 4);
  }

  @Test
  void digestsMayBeToldBeforeAllHaveJoined() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(unhashed(0, LENGTH)).request());
    state.report(member(1), acquired(0, 0, 9));
    assertThatThrownBy(() -> state.report(member(1), acquired(0, 10)))
        .hasMessage("not all peers have joined yet");
    assertThatThrownBy(() -> state.report(member(1), complete()))
        .hasMessage("not all peers have joined yet");
    state.join(joins(2).wanting(0).request());

    assertThat(state.describe(member(2)).get(0).digests()).containsOnlyKeys(0, 9);
  }

  @Test
  void holdersThatTurnOutToDisagreeFailTheSwarm() throws IOException {
    TrackerState state = twoHolders();
    state.report(member(2), acquired(0, 1, 2, 3));
    ReportOutcome outcome =
        state.report(
            member(1),
            new Report(
                List.of(
                    new Acquired(new SegmentRef(0, 2), TestJob.digest("x")),
                    new Acquired(new SegmentRef(0, 3), TestJob.digest("y"))),
                List.of(),
                false,
                List.of()));

    assertThat(outcome.refused()).isEmpty();
    assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
    assertThat(state.failure())
        .contains("rank 1 and rank 2 disagree about file1: segment 3 differs");
    assertThat(state.report(member(2), acquired(0, 5)).refused()).isEmpty();
  }

  @Test
  void drainWaitsForAllDigests() throws IOException {
    TrackerState state = twoHolders();
    state.report(member(1), acquired(0, all()));
    state.report(member(3), acquired(0, all()));
    state.report(member(3), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.report(member(2), acquired(0, all()));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void nobodyTellsDigestsOfWhatItNeitherHoldsNorWants() throws IOException {
    TrackerState state = twoHolders();

    assertThatThrownBy(() -> state.report(member(1), acquired(0, 10)))
        .hasMessageContaining("rank 1 does not want file1");
  }
}
