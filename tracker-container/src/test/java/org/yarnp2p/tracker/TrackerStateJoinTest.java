package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.exchange;
import static org.yarnp2p.tracker.TestSwarm.holders;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.SwarmPhase;

/** Joins, repeated, late, and of newer incarnations. */
class TrackerStateJoinTest {
  @Test
  void ofAnOlderIncarnationIsFenced() throws IOException {
    TrackerState state = state(2);
    state.join(joins(member(1, 2)).request());

    assertThatThrownBy(() -> state.join(joins(1).request()))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("incarnation 2 has taken its place");
  }

  @Test
  void ofAForeignRankIsRefused() {
    TrackerState state = state(2);

    assertThatThrownBy(() -> state.join(joins(3).request()))
        .hasMessageContaining("rank 3 is not one of this job's 2 peers");
    assertThatThrownBy(() -> state.join(joins(new Member(Rank.APPLICATION_MASTER, 1)).request()))
        .hasMessageContaining("is not one of this job's 2 peers");
  }

  @Test
  void withAnUnknownFileIsRefusedAndChangesNothing() {
    TrackerState state = state(1, TestJob.payload(0, "file1"));

    assertThatThrownBy(() -> state.join(joins(1).wanting(7).request()))
        .hasMessageContaining("file id 7 is not one of this job's 1");
    assertThatThrownBy(() -> state.join(joins(1).holding(heldPayload(7, 1)).request()))
        .hasMessageContaining("file id 7");
    assertThat(state.joined()).isZero();
  }

  @Test
  void thatNamesAFileTwiceIsRefused() {
    TrackerState state = state(1, TestJob.payload(0, "file1"));
    HeldFile held = heldPayload(0, 10);

    assertThatThrownBy(() -> state.join(joins(1).wanting(0, 0).request()))
        .hasMessageContaining("rank 1 names a file twice");
    assertThatThrownBy(() -> state.join(joins(1).holding(held).holding(held).request()))
        .hasMessageContaining("rank 1 names a file twice");
  }

  @Test
  void withOtherFilesThanBeforeIsRefused() throws IOException {
    TrackerState state = exchange();

    assertThatThrownBy(() -> state.join(joins(member(2, 2)).request()))
        .hasMessageContaining("rank 2 (incarnation 2) joins with other files than before");
  }

  @Test
  void ofALaterLifeMayHoldFewerFilesAndThenAllAgain() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"), TestJob.payload(1, "file2"));
    HeldFile one = heldPayload(0, LENGTH);
    HeldFile two = heldPayload(1, LENGTH);
    state.join(joins(1).holding(one).holding(two).request());
    state.join(joins(member(1, 2)).holding(two).request());
    assertThatThrownBy(() -> state.join(joins(member(1, 2)).holding(one).request()))
        .hasMessageContaining("with other files than before");
    state.join(joins(member(1, 3)).holding(one).holding(two).request());
    state.join(joins(2).wanting(0, 1).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(holders(state, 0)).isEqualTo("{1}");
  }

  @Test
  void ofALaterLifeThatIsTheFirstToComeAndHoldsNothingFailsTheSwarmWithTheFile()
      throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(member(1, 2)).request());
    state.join(joins(2).wanting(0).request());

    assertThat(state.failure()).get().asString().contains("file1, which nobody holds");
  }

  @Test
  void mayNameTheSameFilesInAnotherOrder() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"), TestJob.payload(1, "file2"));
    HeldFile one = heldPayload(0, LENGTH);
    HeldFile two = heldPayload(1, LENGTH);
    state.join(joins(1).holding(one).holding(two).wanting(0, 1).request());
    state.join(joins(member(1, 2)).holding(two).holding(one).wanting(1, 0).request());

    assertThat(state.view(member(1, 2)).phase()).isEqualTo(SwarmPhase.GATHERING);
  }

  @Test
  void withSegmentsOfAFileThatIsNotWantedIsRefused() {
    TrackerState state = state(1, TestJob.payload(0, "file1"));

    assertThatThrownBy(() -> state.join(joins(1).having(0, 1).request()))
        .hasMessageContaining("rank 1 has acquired segments of file1, which it does not want");
  }

  @Test
  void afterARestartOfTheTrackerBringsBackWhatWasAcquired() throws IOException {
    TrackerState state = state(3, TestJob.payload(0, "file1"));
    state.join(joins(2).wanting(0).having(0, 0, 9).request());
    state.join(joins(3).wanting(0).having(0, 9).request());
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(holders(state, 0)).isEqualTo("{1, 2}");
    assertThat(holders(state, 1)).isEqualTo("{1}");
    assertThat(holders(state, 9)).isEqualTo("{1, 2, 3}");
  }

  @Test
  void withSegmentsBeyondTheEndFailsTheSwarmWhenTheShapeIsLearnedOnlyLater() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(2).wanting(0).having(0, 11).request());
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());

    assertThat(state.failure()).contains("rank 2 has acquired segment 12 of file1, which has 10");
  }

  @Test
  void ofANewIncarnationTakesThePlaceOfTheOlder() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1));
    state.takeChangedViews();
    state.join(joins(member(2, 2)).wanting(0).having(0, 1).request());

    assertThat(holders(state, 0)).isEqualTo("{1}");
    assertThat(holders(state, 1)).isEqualTo("{1, 2}");
    assertThat(state.takeChangedViews()).isEqualTo(bits(1, 2, 3));
    assertThat(state.view(member(1)).neighbours().get(0))
        .isEqualTo(new PeerView.Neighbour(member(2, 2), TestJob.endpoint(member(2, 2))));
    assertThatThrownBy(() -> state.report(member(2), acquired(0, 2)))
        .isInstanceOf(FencedException.class);
  }

  @Test
  void repeatedDuringTheExchangeChangesNothing() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0));
    state.takeChangedViews();
    state.join(joins(2).wanting(0).having(0, 0).request());

    assertThat(holders(state, 0)).isEqualTo("{1, 2}");
    assertThat(state.takeChangedViews()).isEqualTo(bits());
  }

  @Test
  void duringTheExchangeWithSegmentsBeyondTheEndIsRefused() throws IOException {
    TrackerState state = exchange();

    assertThatThrownBy(() -> state.join(joins(member(2, 2)).wanting(0).having(0, 10).request()))
        .hasMessageContaining("rank 2 has acquired segment 11 of file1, which has 10");
    state.report(member(2), acquired(0, 0));
  }

  @Test
  void ofANewIncarnationDuringTheDrainIsTooLate() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    state.report(member(3), complete(0));

    assertThatThrownBy(() -> state.join(joins(member(2, 2)).wanting(0).request()))
        .hasMessageContaining("rank 2 (incarnation 2) joins too late");
    state.join(joins(2).wanting(0).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }
}
