package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.inline;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.origin;
import static org.yarnp2p.tracker.TestJob.payload;
import static org.yarnp2p.tracker.TestJob.state;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.claim;
import static org.yarnp2p.tracker.TestSwarm.exchange;
import static org.yarnp2p.tracker.TestSwarm.holders;
import static org.yarnp2p.tracker.TestSwarm.originOnly;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Accused;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** Sources that are accused: what they are asked, and what follows from their answers. */
class TrackerStateTrustTest {
  private static final SegmentRef SEGMENT_3 = new SegmentRef(0, 3);

  @Test
  void accusedIsAskedToHashItsOwnCopyAgain() throws IOException {
    TrackerState state = exchange();
    state.takeChangedViews();

    state.report(member(2), accusing(1, 3, false));

    assertThat(state.takeChangedViews()).isEqualTo(bits(1));
    assertThat(state.view(member(1)).doubted()).containsExactly(SEGMENT_3);
    assertThat(state.view(member(2)).doubted()).isEmpty();
  }

  @Test
  void accusedIsAskedOnceForManyComplaints() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), accusing(1, 3, false));
    state.takeChangedViews();

    state.report(member(3), accusing(1, 3, false));

    assertThat(state.takeChangedViews()).isEqualTo(bits());
    assertThat(state.view(member(1)).doubted()).containsExactly(SEGMENT_3);
  }

  @Test
  void accusedIsAskedNoMoreWhenItHasHashed() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), accusing(1, 3, false));

    state.report(member(1), Report.recheck(List.of(SEGMENT_3), List.of()));

    assertThat(state.view(member(1)).doubted()).isEmpty();
    assertThat(holders(state, 3)).isEqualTo("{1}");
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void withdrawnSegmentIsHeldByTheOthersOnly() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 3));
    state.report(member(3), accusing(1, 3, false));

    state.report(member(1), Report.recheck(List.of(SEGMENT_3), List.of(SEGMENT_3)));

    assertThat(holders(state, 3)).isEqualTo("{2}");
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void withdrawnSegmentThatNobodyElseHoldsIsReadFromTheOriginAgain() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertThat(claim(state, member(2), 0, 10)).isEmpty();

    state.report(member(1), Report.recheck(List.of(SEGMENT_3), List.of(SEGMENT_3)));

    assertThat(claim(state, member(2), 0, 10)).containsExactly(3);
    assertThat(claim(state, member(3), 0, 10)).isEmpty();
  }

  @Test
  void peerThatWithdrawsAWantedSegmentIsNotComplete() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(1), complete(0));
    state.report(member(1), Report.recheck(List.of(SEGMENT_3), List.of(SEGMENT_3)));
    state.report(member(2), complete(0));
    state.report(member(3), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);

    state.report(member(1), acquired(0, 3));
    state.report(member(1), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void nobodyIsLetGoBeforeADoubtedOutputIsLookedAt() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(1), complete(0));
    state.report(member(2), complete(0));
    state.report(member(3), accusing(1, 3, false));
    state.report(member(3), complete(0));
    assertThat(state.phase()).as("rank 1 has still to look").isEqualTo(SwarmPhase.EXCHANGE);

    state.report(member(1), Report.recheck(List.of(SEGMENT_3), List.of()));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whoNeverLooksAtADoubtedOutputIsNotWaitedForForEver() throws IOException {
    TrackerState state = originOnly();
    for (int rank = 1; rank <= 3; rank++) {
      state.report(member(rank), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
      state.report(member(rank), complete(0));
      state.report(member(3), accusing(1, 3, false));
    }
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);

    state.standsStill("10 min");

    assertThat(state.failure())
        .hasValue(
            "nothing has moved for 10 min: rank 1 has not said whether its copy of segment 4 of"
                + " file1 is right, which others doubt");
  }

  @Test
  void nobodyWaitsForASeedToLookAtItsOwn() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), accusing(1, 3, false));
    state.report(member(2), complete(0));

    state.report(member(3), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void nobodyWaitsForTheLookOfALifeThatIsOver() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), complete(0));
    state.report(member(2), complete(0));
    state.report(member(3), accusing(1, 3, false));
    state.report(member(3), complete(0));

    state.lose(Rank.peer(1));
    state.join(joins(member(1, 2)).wanting(0).request());
    state.report(member(1, 2), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whatAPeerTakesFromNobodyIsReadFromTheOrigin() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(3), acquired(0, 0, 1, 2));

    state.report(member(2), accusing(1, 3, true));

    assertThat(claim(state, member(3), 0, 2)).as("it takes them from rank 1").isEmpty();
    assertThat(claim(state, member(2), 0, 10)).containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void whatOneComesToHoldFromWhomAPeerTakesNothingIsReadFromTheOriginToo() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1));
    state.report(member(2), accusing(1, 1, true));
    state.report(member(1), acquired(0, 2, 3, 4, 5, 6, 7, 8, 9));

    assertThat(state.claim(member(2), 0, 10, 1000)).hasSize(10);
    assertThat(state.claim(member(2), 0, 10, 1000)).as("it may not have heard of them").hasSize(10);
    assertThat(state.claim(member(3), 0, 10, 1000)).isEmpty();
  }

  @Test
  void filesWithoutAnOriginStandInNobodysWayEither() throws IOException {
    TrackerState state =
        state(2, payload(0, "held"), inline(1, "lines"), origin(2, "stored", LENGTH));
    state.join(
        joins(1)
            .holding(heldPayload(0, LENGTH))
            .holding(heldInline(1, "", "a"))
            .wanting(2)
            .request());
    state.join(joins(2).wanting(0, 1, 2).request());
    state.report(member(1), acquired(2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

    state.report(member(2), accusing(1, 3, true));

    assertThat(state.claim(member(2), 2, 10, 1000)).hasSize(10).allMatch(ref -> ref.file() == 2);
    assertThat(state.claim(member(2), 0, 10, 1000))
        .as("what it may not have heard of")
        .hasSize(10)
        .allMatch(ref -> ref.file() == 2);
  }

  @Test
  void whatOneTakesFromNobodyStandsInNobodysWay() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4));
    state.report(member(2), accusing(1, 1, true));
    assertThat(state.claim(member(2), 0, 5, 1000)).hasSize(5).allMatch(ref -> ref.segment() > 4);
    assertThat(state.claim(member(2), 0, 2, 1000)).hasSize(2).allMatch(ref -> ref.segment() < 5);
    state.lose(Rank.peer(2));

    assertThat(state.claim(member(1), 0, 1, 1000)).hasSize(1).allMatch(ref -> ref.segment() > 4);
    assertThat(state.claim(member(1), 0, 9, 1000)).hasSize(4).allMatch(ref -> ref.segment() > 4);
  }

  @Test
  void segmentThatCouldNotBeReadIsGivenAgainToWhoTakesItFromNobody() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(2), accusing(1, 3, true));
    assertThat(claim(state, member(2), 0, 10)).hasSize(10);

    state.report(member(2), new Report(List.of(), List.of(), false, List.of(), List.of(SEGMENT_3)));

    assertThat(claim(state, member(3), 0, 10)).as("it takes it from rank 1").isEmpty();
    assertThat(claim(state, member(2), 0, 10)).containsExactly(3);
  }

  /** Rank 1 holds the file, all others want it. */
  private static TrackerState twelveWithFewNeighbours() throws IOException {
    TrackerState state =
        new TrackerState(
            12,
            List.of(TestJob.payload(0, "file1")),
            new TrackerSettings(2, 2),
            new SplittableRandom(1),
            SwarmKind.TOGETHER,
            false);
    state.join(joins(1).holding(TestJob.heldPayload(0, TestSwarm.LENGTH)).request());
    for (int rank = 2; rank <= 12; rank++) {
      state.join(joins(rank).wanting(0).request());
    }
    return state;
  }

  @Test
  void peerThatBansANeighbourGetsAnother() throws IOException {
    TrackerState state = twelveWithFewNeighbours();
    List<PeerView.Neighbour> before = state.view(member(2)).neighbours();
    int other = before.get(0).member().rank().value();
    int complete =
        state.view(member(2)).neighbours().stream().anyMatch(n -> n.member().rank().value() == 7)
            ? 8
            : 7;
    state.report(member(complete), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.takeChangedViews();

    state.report(member(2), accusing(other, 3, true));

    assertThat(state.view(member(2)).neighbours())
        .hasSize(before.size() + 1)
        .containsAll(before)
        .anyMatch(
            neighbour ->
                neighbour.member().rank().equals(Rank.peer(complete))
                    || neighbour.member().rank().equals(Rank.peer(1)));
    assertThat(state.takeChangedViews().get(2)).isTrue();

    state.report(member(2), accusing(other, 4, true));
    assertThat(state.view(member(2)).neighbours()).hasSize(before.size() + 1);
  }

  @Test
  void whoBansANeighbourGetsAThirdWhenTheOtherIsLost() throws IOException {
    TrackerState state = twelveWithFewNeighbours();
    for (int rank = 3; rank <= 10; rank++) {
      state.report(member(rank), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
      state.report(member(2), accusing(rank, 3, true));
    }

    for (int lost : new int[] {1, 11}) {
      state.lose(Rank.peer(lost));

      assertThat(state.view(member(2)).neighbours())
          .as("without rank %d", lost)
          .extracting(neighbour -> neighbour.member().rank().value())
          .containsAnyOf(1, 11, 12);
    }
  }

  @Test
  void peerThatTakesNothingFromAllItsNeighboursGetsWhoComesLater() throws IOException {
    TrackerState state =
        new TrackerState(
            30,
            List.of(TestJob.origin(0, "file1", TestSwarm.LENGTH)),
            new TrackerSettings(2, 2),
            new SplittableRandom(1),
            SwarmKind.ELASTIC,
            false);
    for (int rank = 1; rank < 30; rank++) {
      state.join(joins(rank).wanting(0).request());
    }
    for (int rank = 1; rank < 30; rank++) {
      if (rank != 2) {
        state.report(member(2), accusing(rank, 3, true));
      }
    }
    long version = state.view(member(2)).version();

    state.join(joins(30).wanting(0).request());

    assertThat(state.view(member(2)).neighbours())
        .anyMatch(neighbour -> neighbour.member().equals(member(30)));
    assertThat(state.view(member(30)).neighbours())
        .anyMatch(neighbour -> neighbour.member().equals(member(2)));
    assertThat(state.view(member(2)).version()).isGreaterThan(version);
  }

  @Test
  void holderReadsNothingThatItHolds() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(2), accusing(1, 3, true));

    assertThat(claim(state, member(1), 0, 10)).isEmpty();
    assertThat(state.claim(member(1), 0, 10, 1000)).isEmpty();
    assertThat(claim(state, member(2), 0, 10)).hasSize(10);
  }

  @Test
  void newLifeOfTheAccusedIsNotDoubted() throws IOException {
    TrackerState state = originOnly();
    state.report(member(2), accusing(1, 3, true));

    state.join(joins(member(1, 2)).wanting(0).request());

    assertThat(state.view(member(1, 2)).doubted()).isEmpty();
    assertThat(state.trouble().accused()).containsExactly(new Accused(Rank.peer(1), 1, 0));
  }

  @Test
  void complaintAboutAFormerLifeOnlyCounts() throws IOException {
    TrackerState state = exchange();
    state.join(joins(member(1, 2)).holding(TestJob.heldPayload(0, TestSwarm.LENGTH)).request());

    state.report(member(2), accusing(1, 3, true));
    state.report(member(3), accusing(1, 3, true));

    assertThat(state.view(member(1, 2)).doubted()).isEmpty();
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.trouble().accused()).containsExactly(new Accused(Rank.peer(1), 2, 0));
  }

  @Test
  void whoAccusesSeveralIsNamed() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), accusing(1, 3, false));
    state.report(member(2), accusing(3, 3, false));

    assertThat(state.trouble().suspects()).containsExactly(Rank.peer(2));
  }

  @Test
  void complaintAboutASegmentThatDoesNotExistIsRefused() throws IOException {
    TrackerState state = exchange();

    assertThatThrownBy(() -> state.report(member(2), accusing(1, 10, false)))
        .hasMessage("rank 2 has acquired segment 11 of file1, which has 10");
    assertThat(state.trouble().accused()).isEmpty();
  }

  static Report accusing(int rank, int segment, boolean ban) {
    Complaint complaint = new Complaint(member(rank), new SegmentRef(0, segment), ban);
    return new Report(List.of(), List.of(), false, List.of(complaint));
  }
}
