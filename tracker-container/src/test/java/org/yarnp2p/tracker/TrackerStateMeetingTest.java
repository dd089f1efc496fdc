package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.meeting;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.protocol.SwarmPhase;

/** Between the last join and the open gate. */
class TrackerStateMeetingTest {
  @Test
  void neighboursAreNamedWhenAllHaveJoined() throws IOException {
    PeerView view = meeting().view(member(2));

    assertThat(view.phase()).isEqualTo(SwarmPhase.MEETING);
    assertThat(view.neighbours())
        .extracting(PeerView.Neighbour::member)
        .containsExactly(member(1), member(3));
  }

  @Test
  void filesAreDescribed() throws IOException {
    assertThat(meeting().describe(member(3)).get(0).digests()).hasSize(10);
  }

  @Test
  void gateOpensWhenAllAreReady() throws IOException {
    TrackerState state = meeting();
    state.ready(member(1));
    state.ready(member(3));
    state.ready(member(3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.MEETING);
    state.takeChangedViews();
    state.ready(member(2));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.takeChangedViews()).isEqualTo(TestJob.bits(1, 2, 3));
  }

  @Test
  void everybodyGetsTwoViewsUntilTheExchange() throws IOException {
    TrackerState state = meeting();
    long before = state.view(member(1)).version();
    for (int rank = 1; rank <= 3; rank++) {
      state.ready(member(rank));
    }

    assertThat(before).isEqualTo(2);
    assertThat(state.view(member(1)).version()).isEqualTo(3);
  }

  @Test
  void gateOpensWithoutThoseWhoAreLate() throws IOException {
    TrackerState state = meeting();
    state.ready(member(2));

    assertThat(state.meetingOverdue()).isEqualTo(TestJob.bits(1, 3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.meetingOverdue()).isEqualTo(TestJob.bits());
    state.ready(member(1));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void gateWaitsForTheNewLifeOfARank() throws IOException {
    TrackerState state = meeting();
    state.ready(member(1));
    state.ready(member(2));
    state.ready(member(3));
    TrackerState other = meeting();
    other.ready(member(1));
    other.ready(member(2));
    other.join(joins(member(2, 2)).wanting(0).unready().request());
    other.ready(member(3));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(other.phase()).isEqualTo(SwarmPhase.MEETING);
    assertThat(other.view(member(1)).neighbours())
        .extracting(PeerView.Neighbour::member)
        .containsExactly(member(2, 2), member(3));
    other.ready(member(2, 2));
    assertThat(other.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void nobodyIsReadyBeforeAllHaveJoined() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).unready().request());

    assertThatThrownBy(() -> state.ready(member(1))).hasMessage("not all peers have joined yet");
  }

  @Test
  void swarmInWhichNobodyWantsAnythingDrainsAtTheGate() throws IOException {
    TrackerState state = state(1, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).unready().request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.MEETING);
    state.ready(member(1));
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }
}
