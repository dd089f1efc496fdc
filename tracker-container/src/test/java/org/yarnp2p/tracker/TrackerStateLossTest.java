package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.answer;
import static org.yarnp2p.tracker.TestSwarm.exchange;
import static org.yarnp2p.tracker.TestSwarm.originOnly;
import static org.yarnp2p.tracker.TrackerStateTrustTest.accusing;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.LostFile;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** Segments that nobody can give any more. */
class TrackerStateLossTest {
  @Test
  void lossOfTheLastHolderFailsTheSwarmAndNamesWhatIsLostForWhom() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 8));

    state.giveUp(List.of(Rank.peer(1)));
    answer(state, member(2), member(3));

    assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
    assertThat(state.failure())
        .hasValue(
            "file1 is lost for ranks 2-3: no rank that is left gives segments 4-8, 10 of 10,"
                + " and there is no origin");
  }

  @Test
  void nothingIsLostThatAPeerHasAndHasNotToldYet() throws IOException {
    TrackerState state = exchange();
    state.takeChangedViews();

    state.giveUp(List.of(Rank.peer(1)));
    assertThat(state.takeChangedViews().get(3)).as("it is asked").isTrue();
    assertThat(state.view(member(3)).doubted()).hasSize(1);
    answer(state, member(2));
    state.report(member(3), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    answer(state, member(3));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.trouble().lost()).isEmpty();
  }

  @Test
  void whatIsNewlyMissingIsAskedAboutAgain() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    state.giveUp(List.of(Rank.peer(1)));
    answer(state, member(2));
    state.giveUp(List.of(Rank.peer(2)));
    answer(state, member(3));
    assertThat(state.phase())
        .as("rank 3 may have got more meanwhile")
        .isEqualTo(SwarmPhase.EXCHANGE);

    answer(state, member(3));

    assertThat(state.failure()).get().asString().contains("gives segments 1-10 of 10");
  }

  @Test
  void nobodyWaitsForTheAnswerOfOneThatIsGivenUp() throws IOException {
    TrackerState state = exchange();
    state.giveUp(List.of(Rank.peer(1)));
    answer(state, member(2));

    state.giveUp(List.of(Rank.peer(3)));

    assertThat(state.phase()).isEqualTo(SwarmPhase.FAILED);
  }

  @Test
  void nothingIsLostAsLongAsTheHolderMayComeBack() throws IOException {
    TrackerState state = exchange();

    state.lose(Rank.peer(1));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);

    state.join(joins(member(1, 2)).holding(heldPayload(0, LENGTH)).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void nothingIsLostThatAnotherHolds() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 3, 4));
    state.report(member(3), acquired(0, 5, 6, 7, 8, 9));

    state.giveUp(List.of(Rank.peer(1)));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void rankThatComesBackWithoutWhatOnlyItHadLosesIt() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    state.report(member(3), acquired(0, 9));
    state.giveUp(List.of(Rank.peer(1)));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);

    state.lose(Rank.peer(3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    state.join(joins(member(3, 2)).wanting(0).having(0, 1).request());
    answer(state, member(2), member(3, 2));

    assertThat(state.failure()).get().asString().contains("gives segments 10 of 10");
  }

  /** Rank 2 has died when its output was written; its next life holds nothing and needs nothing. */
  private static TrackerState writtenByAnEarlierLife() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(3), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.join(joins(member(2, 2)).wanting(0).request());
    state.report(member(2, 2), complete(0));
    return state;
  }

  @Test
  void whoseOutputAnEarlierLifeHasWrittenLosesNothing() throws IOException {
    TrackerState state = writtenByAnEarlierLife();

    state.giveUp(List.of(Rank.peer(1), Rank.peer(3)));
    answer(state, member(2, 2));

    assertThat(state.failure()).isEmpty();
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whoseOutputAnEarlierLifeHasWrittenWaitsForNothing() throws IOException {
    TrackerState state = writtenByAnEarlierLife();

    state.standsStill("10m (some.key)");

    assertThat(state.failure()).as("rank 3 writes its output").isEmpty();
  }

  @Test
  void whatIsRefusedWithTheReportThatItIsFinishedIsStillWaitedFor() throws IOException {
    TrackerState state = exchange();
    Acquired wrong = new Acquired(new SegmentRef(0, 9), TestJob.digest("wrong"));
    state.report(member(2), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    state.report(member(2), new Report(List.of(wrong), List.of(0), true, List.of()));

    state.standsStill("10m (some.key)");

    assertThat(state.failure()).get().asString().contains("rank 2 waits for 1 of 10 segments");
  }

  @Test
  void fileThatALaterLifeDoesNotHoldAnyMoreIsLostAndNoOther() throws IOException {
    TrackerState state = partialOf(2, TestJob.payload(0, "file1"), TestJob.payload(1, "file2"));
    HeldFile two = heldPayload(1, LENGTH);
    state.join(joins(1).holding(heldPayload(0, LENGTH)).holding(two).request());
    state.join(joins(2).wanting(0, 1).request());

    state.join(joins(member(1, 2)).holding(two).request());
    answer(state, member(2));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.trouble().lost()).extracting(LostFile::file).containsExactly(0);
  }

  @Test
  void newLifeThatComesBackWithItAllLosesNothing() throws IOException {
    TrackerState state = exchange();
    state.report(member(3), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.giveUp(List.of(Rank.peer(1)));

    state.join(joins(member(3, 2)).wanting(0).having(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9).request());

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void fileWithAnOriginIsNeverLost() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

    state.giveUp(List.of(Rank.peer(1)));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void fileThatNobodyWantsWhoIsLeftIsNoLoss() throws IOException {
    TrackerState state = exchange();

    state.giveUp(List.of(Rank.peer(2), Rank.peer(3)));
    state.giveUp(List.of(Rank.peer(1)));

    assertThat(state.failure()).isEmpty();
  }

  @Test
  void soleHolderThatWithdrawsASegmentLosesIt() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), accusing(1, 3, false));

    SegmentRef segment = new SegmentRef(0, 3);
    state.report(member(1), Report.recheck(List.of(segment), List.of(segment)));
    answer(state, member(2), member(3));

    assertThat(state.failure())
        .hasValue(
            "file1 is lost for ranks 2-3: no rank that is left gives segments 4 of 10, and there is"
                + " no origin; rank 1 found other bytes there than before: see that disk, put the"
                + " file right, and run the job again");
  }

  @Test
  void peerThatBansASourceGetsItsSegmentsFromOneThatDoesNot() throws IOException {
    TrackerState state = exchange();

    state.report(member(2), accusing(1, 9, true));
    state.report(member(1), Report.recheck(List.of(new SegmentRef(0, 9)), List.of()));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void partialJobGoesOnWithoutWhatIsLost() throws IOException {
    TrackerState state = partial();
    state.report(member(3), acquired(0, 5));
    state.giveUp(List.of(Rank.peer(1)));
    answer(state, member(3));
    state.takeChangedViews();

    answer(state, member(4));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(state.takeChangedViews()).isEqualTo(bits(1, 2, 3, 4));
    assertThat(state.view(member(3)).lost()).containsExactly(0);
    assertThat(state.trouble().lost())
        .containsExactly(
            new LostFile(
                new Holding(0, bits(0, 1, 2, 3, 4, 6, 7, 8, 9)),
                List.of(Rank.peer(3), Rank.peer(4))));
  }

  @Test
  void partialJobEndsWhenAllElseIsThere() throws IOException {
    TrackerState state = partial();
    state.giveUp(List.of(Rank.peer(1)));
    answer(state, member(3), member(4));

    state.report(member(2), complete());
    state.report(member(3), complete(1));
    state.report(member(4), complete());

    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  /** No life of rank 4 takes file 0 from rank 3, which has all of it, and rank 1 is gone. */
  private static TrackerState lostForRankFour() throws IOException {
    TrackerState state = partial();
    state.report(member(3), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.giveUp(List.of(Rank.peer(1)));
    for (int life = 1; life <= 3; life++) {
      state.join(joins(member(4, life)).wanting(0).request());
      state.report(member(4, life), accusing(3, 9, true));
      answer(state, member(3));
    }
    answer(state, member(4, 3));
    answer(state, member(4, 3));
    return state;
  }

  @Test
  void whatIsLostForOneIsNotForAnotherWhoHasIt() throws IOException {
    TrackerState state = lostForRankFour();
    assertThat(state.view(member(4, 3)).lost()).containsExactly(0);
    assertThat(state.view(member(3)).lost()).isEmpty();
  }

  @Test
  void lossOfAFileThatIsLostForOthersAlreadyIsFound() throws IOException {
    TrackerState state = lostForRankFour();

    List<SegmentRef> bad = List.of(new SegmentRef(0, 9));
    state.report(member(3), Report.recheck(bad, bad));
    answer(state, member(3));

    assertThat(state.view(member(3)).lost()).containsExactly(0);
    assertThat(state.trouble().lost())
        .extracting(LostFile::wantedBy)
        .containsExactly(List.of(Rank.peer(4), Rank.peer(3)));
  }

  @Test
  void partialJobTellsALossOnce() throws IOException {
    TrackerState state = partial();
    state.giveUp(List.of(Rank.peer(1)));
    answer(state, member(3), member(4));
    state.takeChangedViews();

    state.giveUp(List.of(Rank.peer(1)));

    assertThat(state.takeChangedViews()).isEqualTo(bits());
    assertThat(state.trouble().lost()).hasSize(1);
  }

  @Test
  void gateOpensWithoutRanksThatAreGivenUp() throws IOException {
    TrackerState state = partialOf(3, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).wanting(0).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.GATHERING);

    state.giveUp(List.of(Rank.peer(3)));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void swarmThatStandsStillFailsAndSaysWhoWaitsForWhat() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 3));
    long before = state.progress();
    state.report(member(2), accusing(1, 3, false));
    assertThat(state.progress()).isEqualTo(before);

    state.standsStill("10m (some.key)");

    assertThat(state.failure())
        .hasValue(
            "nothing has moved for 10m (some.key): rank 2 waits for 6 of 10 segments of file1, of"
                + " which rank 1 holds segment 5; rank 3 waits for 10 of 10 segments of file1, of"
                + " which ranks 1-2 hold segment 1");
  }

  @Test
  void swarmInWhichNobodyLacksASegmentDoesNotStandStill() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(3), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

    state.standsStill("10m (some.key)");

    assertThat(state.failure()).isEmpty();
  }

  @Test
  void peerThatKnowsWhyNobodyCanFinishFailsTheSwarmAtOnce() throws IOException {
    TrackerState state = originOnly();

    state.report(member(2), Report.hopeless("the origin has changed"));

    assertThat(state.failure()).hasValue("rank 2: the origin has changed");
    assertThat(state.view(member(3)).failure()).isEqualTo("rank 2: the origin has changed");
  }

  @Test
  void peerThatKnowsWhyNobodyCanFinishIsHeardBeforeTheGate() throws IOException {
    TrackerState state = TestJob.state(2, TestJob.payload(0, "file1"));
    state.join(joins(1).holding(TestJob.unhashed(0, LENGTH)).request());

    state.report(member(1), Report.hopeless("rank 1, input line 2: file a has changed"));

    assertThat(state.failure()).hasValue("rank 1, input line 2: file a has changed");
  }

  private static TrackerState partialOf(int peers, PlannedFile... files) {
    return new TrackerState(
        peers,
        List.of(files),
        new TrackerSettings(10, 16),
        new SplittableRandom(1),
        SwarmKind.PARTIAL,
        false);
  }

  /** Rank 1 holds file 0, rank 2 file 1; rank 3 wants both, rank 4 the first. */
  private static TrackerState partial() throws IOException {
    TrackerState state = partialOf(4, TestJob.payload(0, "file1"), TestJob.payload(1, "file2"));
    state.join(joins(1).holding(heldPayload(0, LENGTH)).request());
    state.join(joins(2).holding(heldPayload(1, LENGTH)).request());
    state.join(joins(3).wanting(0, 1).request());
    state.join(joins(4).wanting(0).request());
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
    return state;
  }
}
