package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestSwarm.LENGTH;
import static org.yarnp2p.tracker.TestSwarm.answer;
import static org.yarnp2p.tracker.TestSwarm.exchange;
import static org.yarnp2p.tracker.TestSwarm.originOnly;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** Who is replaced when right bytes come out wrong; rank 1 holds the file, 2 and 3 want it. */
class FitnessTest {
  private static final SegmentRef FIRST = new SegmentRef(0, 0);
  private static final SegmentRef LAST = new SegmentRef(0, 9);

  @Test
  void sourceThatAllTakeNothingFromAnyMoreIsReplaced() throws IOException {
    TrackerState state = exchange();
    bans(state, member(2), member(1));
    assertThat(unfit(state)).as("rank 3 still takes from it").isEmpty();

    bans(state, member(3), member(1));

    assertThat(unfit(state)).containsExactly(member(1));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void sourceThatNobodyNeedsIsLeftInPeace() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(3), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
    bans(state, member(2), member(1));
    bans(state, member(3), member(1));

    assertThat(unfit(state)).as("rank 3 takes the last segment from rank 2").isEmpty();
  }

  @Test
  void nextLifeIsTakenFromAgain() throws IOException {
    TrackerState state = exchange();
    bans(state, member(2), member(1));
    bans(state, member(3), member(1));
    assertThat(unfit(state)).containsExactly(member(1));

    comesAgain(state, 2);

    assertThat(unfit(state)).isEmpty();
    state.report(member(2), complete(0));
    state.report(member(3), complete(0));
    assertThat(state.phase()).isEqualTo(SwarmPhase.DRAIN);
  }

  @Test
  void whenNextLivesAreNoBetterThoseWhoTakeItFromNobodyAreReplaced() throws IOException {
    TrackerState state = exchange();
    refuseTwoLivesOfTheSource(state);

    bans(state, member(2), member(1, 3));
    bans(state, member(3), member(1, 3));

    assertThat(unfit(state)).containsExactly(member(2), member(3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void ofManyWhoTakeItFromNobodyAFewAreTriedFirst() throws IOException {
    TrackerState state = TestJob.state(6, TestJob.payload(0, "file1"));
    comesAgain(state, 1);
    for (int rank = 2; rank <= 6; rank++) {
      state.join(joins(rank).wanting(0).request());
    }
    for (int life = 1; life <= 3; life++) {
      for (int rank = 2; rank <= 6; rank++) {
        bans(state, member(rank), member(1, life));
      }
      if (life < 3) {
        comesAgain(state, life + 1);
      }
    }
    assertThat(unfit(state)).containsExactly(member(2), member(3));

    for (int rank = 2; rank <= 3; rank++) {
      state.join(joins(member(rank, 2)).wanting(0).request());
      state.report(member(rank, 2), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }
    assertThat(unfit(state)).as("they take it from ranks 2 and 3").isEmpty();
    for (int rank = 4; rank <= 6; rank++) {
      bans(state, member(rank), member(2, 2));
      bans(state, member(rank), member(3, 2));
    }

    assertThat(unfit(state)).containsExactly(member(4), member(5), member(6));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void whenNobodysNextLifeIsBetterTheSegmentsAreLost() throws IOException {
    TrackerState state = exchange();
    refuseTwoLivesOfTheSource(state);
    for (int life = 1; life <= 2; life++) {
      bans(state, member(2, life), member(1, 3));
      bans(state, member(3, life), member(1, 3));
      assertThat(unfit(state)).containsExactly(member(2, life), member(3, life));
      for (int rank = 2; rank <= 3; rank++) {
        state.join(joins(member(rank, life + 1)).wanting(0).request());
      }
    }
    bans(state, member(2, 3), member(1, 3));
    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);

    state.report(member(3, 3), complaint(member(1, 3), true));
    answer(state, member(1, 3), member(2, 3), member(3, 3));
    answer(state, member(2, 3), member(3, 3));

    assertThat(state.failure().orElseThrow())
        .contains("since those that come from rank 1 are wrong, and there is no origin");
    assertThat(unfit(state)).isEmpty();
  }

  @Test
  void whoAccusesSeveralAloneIsReplaced() throws IOException {
    TrackerState state = exchange();
    state.report(member(3), acquired(0, 0, 1));
    state.report(member(2), complaint(member(1), false));
    assertThat(unfit(state)).isEmpty();

    state.report(member(2), complaint(member(3), false));

    assertThat(unfit(state)).containsExactly(member(2));
  }

  @Test
  void whoHasWhatNobodyElseHasIsNotReplaced() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0));
    state.report(member(1), Report.recheck(List.of(FIRST), List.of(FIRST)));
    state.report(member(2), complaint(member(1), false));
    state.report(member(2), complaint(member(3), false));

    assertThat(unfit(state)).as("with it a segment would be lost").isEmpty();
  }

  @Test
  void whoHasEverythingIsNotReplaced() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), complaint(member(1), false));
    state.report(member(2), complaint(member(3), false));
    state.report(member(2), complete(0));

    assertThat(unfit(state)).isEmpty();
  }

  @Test
  void nobodyIsReplacedForWhatCanBeReadFromItsOrigin() throws IOException {
    TrackerState state = originOnly();
    state.report(member(1), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    bans(state, member(2), member(1));
    bans(state, member(3), member(1));

    assertThat(unfit(state)).isEmpty();
  }

  @Test
  void whoIsAskedBackGoesAsSoonAsOthersHaveWhatOnlyItHas() throws IOException {
    TrackerState state = exchange();
    state.report(member(2), acquired(0, 0));
    state.report(member(1), Report.recheck(List.of(FIRST), List.of(FIRST)));
    state.leaving(Set.of(member(2), member(3)));
    assertThat(unfit(state))
        .as("rank 2 is the only one that has segment 1")
        .containsExactly(member(3));

    state.report(member(3), acquired(0, 0));
    assertThat(unfit(state)).as("rank 3 is about to go").containsExactly(member(3));

    state.join(joins(member(3, 2)).wanting(0).having(0, 0).request());

    assertThat(unfit(state)).containsExactly(member(2));
  }

  @Test
  void whoHoldsAFileFromItsInputMayGoAtOnceAndItsNextLifeStays() throws IOException {
    TrackerState state = exchange();
    state.leaving(Set.of(member(1)));
    assertThat(unfit(state)).containsExactly(member(1));

    comesAgain(state, 2);

    assertThat(unfit(state)).isEmpty();
  }

  private static void refuseTwoLivesOfTheSource(TrackerState state) throws IOException {
    for (int life = 1; life <= 2; life++) {
      bans(state, member(2), member(1, life));
      bans(state, member(3), member(1, life));
      assertThat(unfit(state)).containsExactly(member(1, life));
      comesAgain(state, life + 1);
    }
  }

  private static void comesAgain(TrackerState state, int life) throws IOException {
    state.join(joins(member(1, life)).holding(heldPayload(0, LENGTH)).request());
  }

  /** By takes nothing from source any more, which finds its own copy right. */
  private static void bans(TrackerState state, Member by, Member source) throws IOException {
    state.report(by, complaint(source, true));
    state.report(source, Report.recheck(List.of(LAST), List.of()));
  }

  private static Report complaint(Member about, boolean ban) {
    return new Report(List.of(), List.of(), false, List.of(new Complaint(about, LAST, ban)));
  }

  private static List<Member> unfit(TrackerState state) {
    return state.trouble().unfit();
  }
}
