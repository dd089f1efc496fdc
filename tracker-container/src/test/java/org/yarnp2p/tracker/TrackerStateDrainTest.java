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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** The end of a swarm. */
class TrackerStateDrainTest {
  @Test
  void beginsWhenAllAreComplete() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.report(member(3), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
    assertThat(state.view(member(1)).phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void peerWithASegmentThatIsRefusedIsNotComplete() throws IOException {
    TrackerState state = exchange();
    state.report(member(1), complete());
    state.report(member(3), complete(0));
    Acquired wrong = new Acquired(new SegmentRef(0, 3), TestJob.digest("wrong"));

    ReportOutcome outcome =
        state.report(member(2), new Report(List.of(wrong), List.of(0), true, List.of()));

    assertThat(outcome.refused()).containsExactly(wrong.segment());
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.report(member(2), acquired(0, 3));
    state.report(member(2), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void aPeerIsCompleteOnce() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    state.report(member(2), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void beginsAtOnceWhenNobodyWantsAnything() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void aNewIncarnationHasToBeCompleteItself() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    state.join(joins(member(2, 2)).wanting(0).request());
    state.report(member(3), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.report(member(2, 2), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void waitsForALostPeerToComeBack() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    state.lose(Rank.peer(2));
    state.report(member(3), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.join(joins(2).wanting(0).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void endsWhenAllHaveLeft() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    state.report(member(3), complete(0));
    state.leave(member(1));
    state.leave(member(1));
    state.leave(member(2));
    assertThat(state.allLeft()).isFalse();
    assertThat(state.staying()).isEqualTo(bits(3));
    state.leave(member(3));

    assertThat(state.allLeft()).isTrue();
  }

  @Test
  void doesNotWaitForALostPeerToLeave() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    state.report(member(3), complete(0));
    state.leave(member(1));
    state.leave(member(2));
    state.lose(Rank.peer(3));
    assertThat(state.allLeft()).isTrue();
    state.lose(Rank.peer(1));

    assertThat(state.allLeft()).isTrue();
  }

  @Test
  void nobodyMayLeaveBefore() throws IOException {
    TrackerState state = exchange();

    assertThatThrownBy(() -> state.leave(member(1)))
        .hasMessageContaining("rank 1 may not leave before the drain");
  }

  @Test
  void stillAcceptsReports() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complete(0));
    state.report(member(3), complete(0));
    state.report(member(3), acquired(0, 3));

    assertThat(holders(state, 3)).isEqualTo("{1, 3}");
  }
}
