package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;

@Timeout(20)
class TrackerReporterTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);
  private static final long NEVER = TimeUnit.DAYS.toMillis(1);

  private final ReportingTracker tracker = new ReportingTracker();
  private final CompletableFuture<List<SegmentRef>> disowned = new CompletableFuture<>();
  private final CompletableFuture<Exception> failure = new CompletableFuture<>();
  private TrackerReporter reporter;

  @AfterEach
  void close() {
    reporter.close();
  }

  @Test
  void reportsAreGatheredUntilAFileIsFinished() throws Exception {
    start(NEVER, 1000);
    reporter.acquired(acquired(0));
    reporter.acquired(acquired(1));
    Complaint complaint = new Complaint(new Member(Rank.peer(3), 1), new SegmentRef(0, 2), false);
    reporter.complain(complaint);
    reporter.finished(0);
    assertThat(tracker.reports.take())
        .isEqualTo(
            new Report(List.of(acquired(0), acquired(1)), List.of(0), false, List.of(complaint)));
  }

  @Test
  void whatIsWithdrawnIsReportedAtOnceAndBeforeWhatIsAcquired() throws Exception {
    start(NEVER, 1000);
    SegmentRef segment = new SegmentRef(0, 0);
    reporter.acquired(acquired(0));
    reporter.rechecked(List.of(segment, new SegmentRef(0, 1)), List.of(segment));
    assertThat(tracker.reports.take())
        .isEqualTo(Report.recheck(List.of(segment, new SegmentRef(0, 1)), List.of(segment)));
    assertThat(tracker.reports.take().acquired()).containsExactly(acquired(0));
  }

  @Test
  void hopelessnessIsReportedAtOnce() throws Exception {
    start(NEVER, 1000);
    reporter.hopeless("the source has changed");
    assertThat(tracker.reports.take()).isEqualTo(Report.hopeless("the source has changed"));
  }

  @Test
  void segmentsAreReportedAfterTheInterval() throws Exception {
    start(1, 1000);
    reporter.acquired(acquired(0));
    assertThat(tracker.reports.take().acquired()).containsExactly(acquired(0));
  }

  @Test
  void completionIsReportedAtOnce() throws Exception {
    start(NEVER, 1000);
    reporter.complete();
    assertThat(tracker.reports.take()).isEqualTo(new Report(List.of(), List.of(), true, List.of()));
  }

  /** A report on its way when the tracker is replaced is heard by one that knows of no file yet. */
  @Test
  void whatIsCompleteNamesAllFiles() throws Exception {
    start(NEVER, 1000);
    reporter.finished(7);
    reporter.finished(8);
    reporter.settled().get(10, TimeUnit.SECONDS);
    tracker.reports.clear();

    reporter.complete();

    assertThat(tracker.reports.take())
        .isEqualTo(new Report(List.of(), List.of(7, 8), true, List.of()));
  }

  @Test
  void settledMeansThatTheTrackerHasAnswered() throws Exception {
    start(NEVER, 1000);
    assertThat(reporter.settled()).isCompleted();
    tracker.gate = new CompletableFuture<>();
    reporter.acquired(acquired(0));
    CompletableFuture<Void> settled = reporter.settled();
    tracker.reports.take();
    assertThat(settled).isNotDone();
    tracker.gate.complete(null);
    settled.get(10, TimeUnit.SECONDS);
  }

  @Test
  void refusedSegmentsAreDisownedBeforeThisIsSettled() throws Exception {
    start(NEVER, 1000);
    tracker.refused = List.of(new SegmentRef(0, 1));
    reporter.acquired(acquired(1));
    reporter.settled().get(10, TimeUnit.SECONDS);
    assertThat(disowned).isCompletedWithValue(tracker.refused);
  }

  /** What a large file takes after a restart of the tracker. */
  @Test
  void aPeerIsNotCompleteWhenTheReportBeforeHasBeenRefusedSomething() throws Exception {
    start(NEVER, 1000);
    tracker.gate = new CompletableFuture<>();
    reporter.complete();
    tracker.reports.take();
    tracker.refused = List.of(new SegmentRef(0, 1));
    IntStream.rangeClosed(0, ReportBatch.MOST_AT_ONCE)
        .forEach(segment -> reporter.acquired(acquired(segment)));
    reporter.complete();
    tracker.gate.complete(null);

    assertThat(tracker.reports.take().acquired()).hasSize(ReportBatch.MOST_AT_ONCE);
    Report last = tracker.reports.take();
    assertThat(last.acquired()).hasSize(1);
    assertThat(last.complete()).isFalse();
  }

  @Test
  void trackerThatKnowsNothingIsToldAllAgain() throws Exception {
    start(NEVER, 1000);
    reporter.acquired(acquired(0));
    reporter.finished(7);
    reporter.complete();
    SegmentRef segment = new SegmentRef(0, 2);
    Complaint ban = new Complaint(new Member(Rank.peer(3), 1), segment, true);
    reporter.complain(new Complaint(new Member(Rank.peer(4), 1), segment, false));
    reporter.complain(ban);
    reporter.settled().get(10, TimeUnit.SECONDS);
    tracker.reports.clear();
    reporter.tellAgain(List.of(acquired(0), acquired(1)));
    assertThat(tracker.reports.take())
        .isEqualTo(new Report(List.of(acquired(0), acquired(1)), List.of(7), true, List.of(ban)));
  }

  @Test
  void trackerThatKnowsNothingIsToldWhatWasWithdrawnAndHasNotComeAgain() throws Exception {
    start(NEVER, 1000);
    List<SegmentRef> both = List.of(new SegmentRef(0, 0), new SegmentRef(0, 1));
    reporter.rechecked(both, both);
    reporter.settled().get(10, TimeUnit.SECONDS);
    reporter.acquired(acquired(0));
    reporter.settled().get(10, TimeUnit.SECONDS);
    tracker.reports.clear();

    reporter.tellAgain(List.of(acquired(0)));
    List<SegmentRef> gone = List.of(new SegmentRef(0, 1));
    assertThat(tracker.reports.take()).isEqualTo(Report.recheck(gone, gone));
  }

  /** The list was made before the segment was found to have gone bad. */
  @Test
  void whatHasJustBeenWithdrawnIsNotToldAgainAsHeld() throws Exception {
    start(NEVER, 1000);
    List<SegmentRef> gone = List.of(new SegmentRef(0, 1));
    reporter.rechecked(gone, gone);
    reporter.tellAgain(List.of(acquired(0), acquired(1)));
    reporter.settled().get(10, TimeUnit.SECONDS);

    assertThat(tracker.reports).flatExtracting(Report::acquired).containsExactly(acquired(0));
  }

  /** What is withdrawn takes the word back. */
  @Test
  void allIsCompleteAgainWhenALostFileLacksOneMoreSegment() throws Exception {
    start(NEVER, 1000);
    reporter.lost(7);
    reporter.complete();
    reporter.settled().get(10, TimeUnit.SECONDS);
    tracker.reports.clear();

    reporter.reopened(7);
    List<SegmentRef> bad = List.of(new SegmentRef(7, 1));
    reporter.rechecked(bad, bad);

    assertThat(tracker.reports.take()).isEqualTo(Report.recheck(bad, bad));
    assertThat(tracker.reports.take().complete()).isTrue();
  }

  @Test
  void allIsCompleteAgainWhenASegmentOfALostFileIsDisowned() throws Exception {
    tracker.refused = List.of(new SegmentRef(7, 0));
    start(NEVER, 1000);
    reporter.lost(7);
    reporter.complete();
    assertThat(tracker.reports.take().complete()).isTrue();
    disowned.get(10, TimeUnit.SECONDS);
    tracker.refused = List.of();

    assertThat(tracker.reports.take().complete()).isTrue();
  }

  @Test
  void fileThatLacksASegmentAgainIsNotToldAsFinished() throws Exception {
    start(NEVER, 1000);
    reporter.finished(7);
    reporter.finished(8);
    reporter.complete();
    reporter.settled().get(10, TimeUnit.SECONDS);
    tracker.reports.clear();

    reporter.reopened(7);
    reporter.tellAgain(List.of(acquired(0)));

    assertThat(tracker.reports.take())
        .isEqualTo(new Report(List.of(acquired(0)), List.of(8), false, List.of()));
  }

  @Test
  void nothingIsLostWhileTheTrackerIsAway() throws Exception {
    start(NEVER, 60_000);
    tracker.failures.set(3);
    reporter.acquired(acquired(0));
    reporter.finished(0);
    assertThat(tracker.reports.take().acquired()).containsExactly(acquired(0));
  }

  @Test
  void aReportKeepsItsNumberUntilItIsAnsweredAndTheNextHasAHigherOne() throws Exception {
    start(NEVER, 60_000);
    tracker.failures.set(2);
    reporter.finished(0);
    tracker.reports.take();
    reporter.finished(1);
    tracker.reports.take();
    assertThat(tracker.numbers)
        .containsExactly(
            Report.EXCHANGE + 1, Report.EXCHANGE + 1, Report.EXCHANGE + 1, Report.EXCHANGE + 2);
  }

  @Test
  void trackerThatStaysAwayIsAFailure() throws Exception {
    start(NEVER, 0);
    tracker.failures.set(Integer.MAX_VALUE);
    reporter.complete();
    assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("the tracker");
  }

  @Test
  void manySegmentsGoInSeveralReportsAndTheFinishedFileInTheLast() throws Exception {
    start(NEVER, 1000);
    for (int i = 0; i < 20_000; i++) {
      reporter.acquired(acquired(i));
    }
    reporter.finished(0);
    assertThat(tracker.reports.take().finished()).isEmpty();
    assertThat(tracker.reports.take().finished()).isEmpty();
    Report last = tracker.reports.take();
    assertThat(last.finished()).containsExactly(0);
    assertThat(last.acquired().get(last.acquired().size() - 1)).isEqualTo(acquired(19_999));
  }

  @Test
  void aReportThatOthersInterruptIsNotOverInSilence() throws Exception {
    start(
        1,
        1000,
        segments -> {
          throw new InterruptedException("while it asked which files there are");
        });
    tracker.refused = List.of(new SegmentRef(0, 0));
    reporter.acquired(acquired(0));

    assertThat(failure.get()).hasMessageContaining("report").hasMessageContaining("interrupted");
  }

  private void start(long intervalMillis, long patienceMillis) {
    start(intervalMillis, patienceMillis, disowned::complete);
  }

  private void start(
      long intervalMillis, long patienceMillis, TrackerReporter.Disowned whatToDrop) {
    Retry retry = new Retry("the tracker", new Backoff(1, 1), patienceMillis, System::nanoTime);
    reporter =
        new TrackerReporter(SELF, tracker, retry, intervalMillis, whatToDrop, failure::complete);
    reporter.start();
  }

  private static Acquired acquired(int segment) {
    return new Acquired(new SegmentRef(0, segment), Digest.of(ByteBuffer.allocate(segment % 7)));
  }
}
