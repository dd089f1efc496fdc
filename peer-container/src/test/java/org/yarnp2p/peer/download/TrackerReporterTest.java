package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.TrackerProtocol;

@Timeout(20)
class TrackerReporterTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);
  private static final long NEVER = TimeUnit.DAYS.toMillis(1);

  private final Tracker tracker = new Tracker();
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
    Complaint complaint = new Complaint(Rank.peer(3), new SegmentRef(0, 2));
    reporter.complain(complaint);
    reporter.finished(0);
    assertThat(tracker.reports.take())
        .isEqualTo(
            new Report(List.of(acquired(0), acquired(1)), List.of(0), false, List.of(complaint)));
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

  @Test
  void trackerThatKnowsNothingIsToldAllAgain() throws Exception {
    start(NEVER, 1000);
    reporter.acquired(acquired(0));
    reporter.finished(7);
    reporter.complete();
    reporter.settled().get(10, TimeUnit.SECONDS);
    tracker.reports.clear();
    reporter.tellAgain(List.of(acquired(0), acquired(1)));
    assertThat(tracker.reports.take())
        .isEqualTo(new Report(List.of(acquired(0), acquired(1)), List.of(7), true, List.of()));
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

  private void start(long intervalMillis, long patienceMillis) {
    Retry retry = new Retry("the tracker", new Backoff(1, 1), patienceMillis, System::nanoTime);
    reporter =
        new TrackerReporter(
            SELF, tracker, retry, intervalMillis, disowned::complete, failure::complete);
    reporter.start();
  }

  private static Acquired acquired(int segment) {
    return new Acquired(new SegmentRef(0, segment), Digest.of(ByteBuffer.allocate(segment % 7)));
  }

  private static final class Tracker implements TrackerProtocol {
    final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    volatile List<SegmentRef> refused = List.of();
    final AtomicInteger failures = new AtomicInteger();

    @Override
    public List<SegmentRef> report(Member member, Report report) throws IOException {
      if (failures.getAndDecrement() > 0) {
        throw new IOException("not there");
      }
      reports.add(report);
      gate.join();
      return refused;
    }

    @Override
    public void join(JoinRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void ready(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<DescribedFile> describe(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Integer> claim(Member member, int file, int most) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void leave(Member member) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fileMap(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
