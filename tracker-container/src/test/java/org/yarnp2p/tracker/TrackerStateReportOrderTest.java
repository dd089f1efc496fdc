package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.payloadDigest;
import static org.yarnp2p.tracker.TestSwarm.exchange;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;

/** A call that was not answered is repeated, and both may arrive, in any order. */
class TrackerStateReportOrderTest {
  private static final SegmentRef SEGMENT = new SegmentRef(0, 4);

  private TrackerState state;

  @BeforeEach
  void begin() throws IOException {
    state = exchange();
  }

  private List<SegmentRef> report(int number, Report report) throws IOException {
    return state.report(member(2), report.numbered(number)).refused();
  }

  private boolean holds(int rank) throws IOException {
    return state.snapshot("file1").segments().get(SEGMENT.segment()).holders().get(rank);
  }

  private static Report withdrawn() {
    return Report.recheck(List.of(SEGMENT), List.of(SEGMENT));
  }

  @Test
  void aCopyThatComesAfterTheNextReportSaysNothing() throws IOException {
    report(1, acquired(0, 4));
    report(2, withdrawn());
    assertThat(report(1, acquired(0, 4))).isEmpty();
    assertThat(holds(2)).as("what it has withdrawn").isFalse();

    report(3, acquired(0, 4));
    report(2, withdrawn());
    assertThat(holds(2)).as("what has come again").isTrue();
  }

  @Test
  void aPeerThatHasLostSegmentsIsNotCompleteAgainByAnOldWord() throws IOException {
    report(1, acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    report(2, complete(0));
    report(3, withdrawn());
    report(2, complete(0));
    state.report(member(3), acquired(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    state.report(member(3), complete(0));

    assertThat(state.phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void aRepeatedReportIsAnsweredAsBefore() throws IOException {
    Acquired wrong = new Acquired(SEGMENT, payloadDigest(0, 0));
    Report bad = new Report(List.of(wrong), List.of(), false, List.of());

    assertThat(report(1, bad)).containsExactly(SEGMENT);
    assertThat(report(1, bad)).containsExactly(SEGMENT);
    assertThat(report(2, acquired(0, 4))).isEmpty();
    assertThat(report(1, bad)).as("nobody waits for it").isEmpty();
    assertThat(holds(2)).isTrue();
  }

  @Test
  void reportsWithoutNumbersAreTakenInAnyOrder() throws IOException {
    report(5, acquired(0, 1));
    report(0, acquired(0, 4));

    assertThat(holds(2)).isTrue();
  }

  @Test
  void theNextLifeCountsAnew() throws IOException {
    report(7, acquired(0, 1));
    Member next = new Member(member(2).rank(), 2);
    state.join(joins(next).wanting(0).request());
    state.report(next, acquired(0, 4).numbered(1));

    assertThat(holds(2)).isTrue();
  }

  @Test
  void theSameLifeThatComesBackGoesOnCounting() throws IOException {
    report(1, acquired(0, 4));
    report(2, withdrawn());
    state.lose(member(2).rank());
    state.join(joins(2).wanting(0).request());
    report(1, acquired(0, 4));

    assertThat(holds(2)).isFalse();
  }
}
