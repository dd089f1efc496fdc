package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.exchange;
import static org.yarnp2p.tracker.TestSwarm.originOnly;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.SwarmPhase;

/** How the start gate opens, and when it never does. */
class TrackerStateGateTest {
  @Test
  void staysClosedUntilAllPeersHaveJoined() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
    assertThat(state.joined()).isEqualTo(1);
    assertThat(state.view(member(1)).neighbours()).isEmpty();
  }

  @Test
  void opensWithTheLastJoin() throws IOException {
    TrackerState state = exchange();

    assertThat(state.view(member(1)).phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.view(member(1)).neighbours())
        .containsExactly(
            new PeerView.Neighbour(member(2), TestJob.endpoint(member(2))),
            new PeerView.Neighbour(member(3), TestJob.endpoint(member(3))));
  }

  @Test
  void countsARepeatedJoinOnce() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    for (int i = 0; i < 3; i++) {
      state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    }

    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
    assertThat(state.joined()).isEqualTo(1);
  }

  @Test
  void failsWhenNobodyHoldsAWantedFile() throws IOException {
    TrackerState state = state(4, TestJob.payload(0, "file1"), TestJob.inline(1, "file9"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).request());
    state.join(joins(3).request());
    state.join(joins(4).wanting(0, 1).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
    assertThat(state.failure()).contains("rank 4 wants file9, which nobody holds");
    assertThat(state.view(member(2)).failure()).isEqualTo(state.failure().orElseThrow());
  }

  @Test
  void namesSomeOfManyUnheldFiles() throws IOException {
    TrackerState state = state(8, TestJob.payload(0, "file1"));
    for (int rank = 1; rank <= 8; rank++) {
      state.join(joins(rank).wanting(0).request());
    }

    assertThat(state.failure().orElseThrow())
        .startsWith("rank 1 wants file1, which nobody holds; rank 2 wants")
        .endsWith("rank 5 wants file1, which nobody holds; 3 more");
  }

  @Test
  void failsAtOnceWhenHoldersDisagree() throws IOException {
    TrackerState state = state(9, TestJob.inline(0, "file1"));
    state.join(joins(2).holding(heldInline(0, "a", "b", "c")).request());
    state.join(joins(5).holding(heldInline(0, "a", "b", "x")).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
    assertThat(state.failure())
        .contains("rank 2 and rank 5 disagree about file1: segment 3 differs");
    assertThat(state.view(member(5)).phase()).isEqualTo(SwarmPhase.FAILED);
  }

  @Test
  void aLateJoinerLearnsOfTheFailure() throws IOException {
    TrackerState state = state(3, TestJob.inline(0, "file1"));
    state.join(joins(1).holding(heldInline(0, "a")).request());
    state.join(joins(2).holding(heldInline(0, "b")).request());
    state.join(joins(3).wanting(0).request());

    assertThat(state.view(member(3)).failure()).contains("rank 1 and rank 2 disagree");
  }

  @Test
  void whenOverdueNamesTheMissingRanks() throws IOException {
    TrackerState state = state(6);
    state.join(joins(1).request());
    state.join(joins(4).request());
    state.gateOverdue("10m (p2p.tracker.gate.timeout)");

    assertThat(state.failure())
        .contains(
            "ranks 2-3, 5-6 of 6 did not join the tracker within 10m (p2p.tracker.gate.timeout);"
                + " see their logs");
  }

  @Test
  void isNotOverdueOnceOpen() throws IOException {
    TrackerState state = exchange();
    state.gateOverdue("1s");

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void opensForAFileThatOnlyAnOriginHas() throws IOException {
    TrackerState state = originOnly();

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.describe(member(1)).get(0).shape().segmentCount()).isEqualTo(10);
  }

  @Test
  void aRankThatWantsWhatOnlyItHoldsMakesAnObstacleForNobody() throws IOException {
    TrackerState state = state(1, TestJob.inline(0, "file1"));
    state.join(joins(1).holding(heldInline(0, "a")).wanting(0).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.view(member(1)).neighbours()).isEmpty();
  }

  @Test
  void staysClosedWhenARankIsLostBeforeTheLastJoins() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.lose(Rank.peer(1));
    state.join(joins(2).wanting(0).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);
    state.join(joins(member(1, 2)).holding(heldPayload(0, LENGTH)).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void aNewLifeWithLinesOfOtherLengthsDisagreesWithItsRanksFormerOne() throws IOException {
    TrackerState state = state(2, TestJob.inline(0, "file1"));
    state.join(joins(1).holding(heldInline(0, "a")).request());
    state.join(joins(member(1, 2)).holding(heldInline(0, "bb")).request());

    assertThat(state.failure())
        .contains("rank 1 disagrees with what it told before about file1: segment 1 differs");
  }
}
