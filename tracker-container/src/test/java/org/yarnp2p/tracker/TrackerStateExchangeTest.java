package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.digest;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.payloadDigest;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.accusing;
import static org.yarnp2p.tracker.TestSwarm.claim;
import static org.yarnp2p.tracker.TestSwarm.exchange;
import static org.yarnp2p.tracker.TestSwarm.finding;
import static org.yarnp2p.tracker.TestSwarm.holders;
import static org.yarnp2p.tracker.TestSwarm.originOnly;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Accused;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.FencedException;

/** What peers report, ask for and are told while the swarm runs. */
class TrackerStateExchangeTest {
  @Test
  void describesWhatAPeerHoldsOrWants() throws IOException {
    TrackerState state =
        state(
            2, TestJob.payload(0, "file1"), TestJob.inline(1, "file2"), TestJob.inline(2, "file3"));
    state.join(
        joins(1).holding(heldPayload(0, LENGTH)).holding(heldInline(1, "a")).wanting(2).request());
    state.join(joins(2).holding(heldInline(2, "c")).wanting(0).request());

    assertThat(state.describe(member(1))).extracting(DescribedFile::file).containsExactly(0, 1, 2);
    assertThat(state.describe(member(2))).extracting(DescribedFile::file).containsExactly(0, 2);
    assertThat(state.describe(member(2)).get(0).digests().get(3)).isEqualTo(payloadDigest(0, 3));
  }

  @Test
  void isNotDescribedBeforeTheGateIsOpen() throws IOException {
    TrackerState state = state(2);
    state.join(joins(1).request());

    assertThatThrownBy(() -> state.describe(member(1)))
        .hasMessageContaining("not all peers have joined yet");
    assertThatThrownBy(() -> state.report(member(1), complete()))
        .hasMessageContaining("not all peers have joined yet");
  }

  @Test
  void answersOnlyThoseWhoHaveJoined() throws IOException {
    TrackerState state = exchange();

    assertThatThrownBy(() -> state.view(member(2, 2)))
        .isNotInstanceOf(FencedException.class)
        .hasMessageContaining("rank 2 (incarnation 2) has not joined this tracker");
  }

  @Test
  void notesReportedSegments() throws IOException {
    TrackerState state = exchange();

    assertThat(state.report(member(2), acquired(0, 4, 5)).refused()).isEmpty();
    assertThat(holders(state, 4)).isEqualTo("{1, 2}");
    assertThat(holders(state, 3)).isEqualTo("{1}");
  }

  @Test
  void refusesASegmentWithAnotherDigest() throws IOException {
    TrackerState state = exchange();

    assertThat(state.report(member(2), finding(4, digest("bad"))).refused())
        .containsExactly(new SegmentRef(0, 4));
    assertThat(holders(state, 4)).isEqualTo("{1}");
  }

  @Test
  void refusesReportsThatDoNotFitTheJobWholly() throws IOException {
    TrackerState state = exchange();

    assertThatThrownBy(() -> state.report(member(2), acquired(0, 3, 10)))
        .hasMessageContaining("rank 2 has acquired segment 11 of file1, which has 10");
    assertThatThrownBy(() -> state.report(member(1), complete(0)))
        .hasMessageContaining("rank 1 does not want file1");
    assertThatThrownBy(() -> state.report(member(2), acquired(9, 3)))
        .hasMessageContaining("file id 9");
    assertThatThrownBy(() -> state.report(member(2), complete(9)))
        .hasMessageContaining("file id 9");
    assertThatThrownBy(() -> state.report(member(2), accusing(4)))
        .hasMessageContaining("rank 4 is not one of this job's 3 peers");
    assertThat(holders(state, 3)).isEqualTo("{1}");
  }

  @Test
  void countsComplaintsAndTellsTheFirstAboutEachRank() throws IOException {
    TrackerState state = exchange();

    assertThat(state.report(member(2), accusing(3)).newlyAccused()).containsExactly(Rank.peer(3));
    assertThat(state.report(member(2), accusing(3)).newlyAccused()).isEmpty();
    assertThat(state.trouble().accused()).containsExactly(new Accused(Rank.peer(3), 2, 0));
  }

  @Test
  void givesEverySegmentOfAnOriginToOnePeer() throws IOException {
    TrackerState state = originOnly();

    assertThat(claim(state, member(1), 0, 10)).hasSize(10);
    assertThat(claim(state, member(2), 0, 10)).isEmpty();
  }

  @Test
  void givesSegmentsOfWantedFilesOnly() throws IOException {
    TrackerState state = exchange();

    assertThatThrownBy(() -> claim(state, member(1), 0, 1))
        .hasMessageContaining("rank 1 does not want file1");
    assertThat(claim(state, member(2), 0, 1)).isEmpty();
  }

  @Test
  void theClaimsOfALostPeerAreGivenToAnother() throws IOException {
    TrackerState state = originOnly();
    claim(state, member(1), 0, 4);
    state.report(member(1), acquired(0, 0, 1));
    state.report(member(2), acquired(0, 0));
    state.lose(Rank.peer(1));

    assertThat(claim(state, member(3), 0, 10)).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void theClaimsOfAnOlderIncarnationAreFree() throws IOException {
    TrackerState state = originOnly();
    claim(state, member(1), 0, 10);
    state.join(joins(member(1, 2)).wanting(0).request());

    assertThat(claim(state, member(2), 0, 10)).hasSize(10);
  }

  @Test
  void aLostPeerIsNobodysNeighbour() throws IOException {
    TrackerState state = exchange();
    state.takeChangedViews();
    state.lose(Rank.peer(3));

    assertThat(state.takeChangedViews()).isEqualTo(bits(1, 2, 3));
    assertThat(state.view(member(1)).neighbours()).hasSize(1);
    assertThat(state.joined()).isEqualTo(2);
    assertThatThrownBy(() -> state.report(member(3), acquired(0, 1)))
        .hasMessageContaining("rank 3 has not joined this tracker");
  }

  @Test
  void aLostPeerMayJoinAgainInTheSameLifeOrTheNext() throws IOException {
    TrackerState state = exchange();
    state.report(member(3), acquired(0, 1));
    state.lose(Rank.peer(3));
    state.join(joins(3).wanting(0).having(0, 1).request());
    assertThat(state.view(member(1)).neighbours()).hasSize(2);
    assertThat(holders(state, 1)).isEqualTo("{1, 3}");

    state.lose(Rank.peer(3));
    state.join(joins(member(3, 2)).wanting(0).request());
    assertThat(state.view(member(1)).neighbours().get(1).member()).isEqualTo(member(3, 2));
    assertThat(holders(state, 1)).isEqualTo("{1}");
  }

  @Test
  void theLossOfALifeDoesNotConcernALaterOne() throws IOException {
    TrackerState state = exchange();
    state.join(joins(member(3, 2)).wanting(0).request());
    state.lose(member(3));
    assertThat(state.joined()).isEqualTo(3);

    state.lose(member(3, 2));
    state.lose(member(3, 2));
    assertThat(state.joined()).isEqualTo(2);
  }

  @Test
  void theVersionOfAViewGrowsWithEveryChange() throws IOException {
    TrackerState state = state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    long gathering = state.view(member(1)).version();
    state.join(joins(2).wanting(0).request());
    long exchange = state.view(member(1)).version();
    state.report(member(2), acquired(0, 1));

    assertThat(gathering).isEqualTo(1);
    assertThat(exchange).isEqualTo(2);
    assertThat(state.view(member(1)).version()).isEqualTo(exchange);
  }
}
