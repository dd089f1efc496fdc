package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Dealings;
import org.yarnp2p.protocol.FileTraffic;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

class ReportMakerTest {
  private static final JobPlan PLAN =
      new JobPlan(
          JobPlan.VERSION,
          "application_1_0001",
          "numbers",
          "ann",
          2,
          List.of(
              new PlannedFile(0, "big", FileKind.PAYLOAD, 400, null),
              new PlannedFile(1, "empty", FileKind.PAYLOAD, 400, null),
              new PlannedFile(2, "unmoved", FileKind.INLINE, 0, null),
              new PlannedFile(
                  3, "volume", FileKind.PAYLOAD, 400, new Origin("hdfs://nn/volume", 1000, 1))),
          "hdfs://nn/in",
          "hdfs://nn/out",
          false,
          null);

  private final AtomicLong time = new AtomicLong();
  private final Roster roster = new Roster(2, time::get);
  private final PhaseTimes phases = new PhaseTimes(time::get, 0, 0);
  private final ReportMaker reports =
      new ReportMaker(
          PLAN,
          Instant.parse("2026-01-02T03:04:05.678Z"),
          roster,
          phases,
          new Attendance(null, roster),
          () -> null);

  @Test
  void aJobWithoutContainersHasAReportWithoutFigures() {
    JobReport report = reports.running();
    assertThat(report.jobId()).isEqualTo("application_1_0001");
    assertThat(report.state()).isEqualTo(State.RUNNING);
    assertThat(report.startedAt()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(report.ranks()).hasSize(3);
    assertThat(report.ranks().get(1))
        .isEqualTo(
            new RankReport(
                1, 0, null, null, null, 0, 0, 0, 0, 0, 0, 0, null, null, "PLANNED", null, null,
                List.of(), List.of()));
    assertThat(report.files().get(0))
        .isEqualTo(new FileReport("big", FileKind.PAYLOAD, null, null, null, null));
    assertThat(reports.progress()).isZero();
  }

  @Test
  void ranksAndSumsAreThoseOfTheRoster() throws IOException {
    Member one = roster.requested(Rank.peer(1));
    roster.launched(one, "node1", "container_1");
    roster.registered(one, new Endpoint("node1", 1));
    time.set(100);
    phases.tracker(RankStatus.ofTracker(RankPhase.EXCHANGING, 2, 90, -1));
    roster.heard(one, status(RankPhase.COMPLETE, 7, 1000, 1000, 13));
    Member two = roster.requested(Rank.peer(2));
    roster.registered(two, new Endpoint("node2", 1));
    roster.heard(two, status(RankPhase.EXCHANGING, 0, 1000, 500, -1));
    JobReport report = reports.running();
    assertThat(report.ranksUp()).isEqualTo(2);
    assertThat(report.wantedBytes()).isEqualTo(2000);
    assertThat(report.acquiredBytes()).isEqualTo(1500);
    assertThat(reports.progress()).isEqualTo(0.75);
    assertThat(report.ranks().get(1))
        .isEqualTo(
            new RankReport(
                1,
                1,
                "node1",
                "container_1",
                RankPhase.COMPLETE,
                7,
                1000,
                1000,
                11,
                12,
                13,
                2,
                null,
                77L,
                "REGISTERED",
                null,
                null,
                List.of(),
                List.of()));
    assertThat(report.ranks().get(2).finishedMillis()).isNull();
    roster.ended(one);
    assertThat(reports.running().ranksUp()).isEqualTo(1);
  }

  @Test
  void aRankThatComesAgainTakesWhatItHasMovedWithIt() throws IOException {
    Member first = roster.requested(Rank.peer(1));
    roster.registered(first, new Endpoint("node1", 1));
    roster.heard(first, status(RankPhase.EXCHANGING, 0, 1000, 500, -1));
    Member second = roster.replace(first, "rank 1 was killed").orElseThrow();
    assertThat(reports.running().acquiredBytes()).as("what it had may be lost").isZero();
    assertThat(reports.running().ranks().get(1).downBytes()).isEqualTo(11);
    roster.registered(second, new Endpoint("node1", 1));
    roster.heard(second, status(RankPhase.EXCHANGING, 0, 1000, 400, -1));
    Member third = roster.replace(second, "and again").orElseThrow();
    roster.registered(third, new Endpoint("node1", 1));
    roster.heard(third, status(RankPhase.EXCHANGING, 0, 1000, 100, -1));

    RankReport report = reports.running().ranks().get(1);
    assertThat(report.incarnation()).isEqualTo(3);
    assertThat(report.acquiredBytes()).isEqualTo(100);
    assertThat(report.downBytes()).isEqualTo(3 * 11);
    assertThat(report.upBytes()).isEqualTo(3 * 12);
    assertThat(report.originBytes()).isEqualTo(3 * 13);
    assertThat(report.segmentsRefused()).isEqualTo(3 * 2);
    assertThat(report.losses()).containsExactly("rank 1 was killed", "and again");
  }

  @Test
  void aRankThatCameLaterCountsFromTheGateToo() throws IOException {
    Member one = roster.requested(Rank.peer(1));
    roster.registered(one, new Endpoint("node1", 1));
    Member two = roster.requested(Rank.peer(2));
    roster.registered(two, new Endpoint("node2", 1));
    time.set(5000);
    phases.tracker(RankStatus.ofTracker(RankPhase.EXCHANGING, 2, 4000, -1));
    roster.heard(one, exchanged(3990, 3000));
    assertThat(times(1)).containsExactly(10L, 1000L);
    roster.heard(two, exchanged(700, 100));
    assertThat(times(2)).containsExactly(3300L, 3900L);
    Member again = roster.replace(one, "rank 1 was killed").orElseThrow();
    assertThat(times(1)).containsExactly(null, null);
    roster.registered(again, new Endpoint("node1", 1));
    time.set(9000);
    roster.heard(again, exchanged(500, 0));
    assertThat(times(1)).containsExactly(7500L, 8000L);
  }

  private List<Long> times(int rank) {
    RankReport report = reports.running().ranks().get(rank);
    return Arrays.asList(report.exchangeMillis(), report.finishedMillis());
  }

  private static RankStatus exchanged(long exchangingAgo, long finishedAgo) {
    return new RankStatus(
        RankPhase.COMPLETE,
        0,
        1000,
        1000,
        1000,
        0,
        0,
        0,
        exchangingAgo,
        finishedAgo,
        List.of(),
        Dealings.NONE);
  }

  @Test
  void containersThatWereLostAreNamedWhenNoOtherHasCome() throws IOException {
    Member first = roster.requested(Rank.peer(1));
    roster.launched(first, "node1", "container_1");
    Member second = roster.replace(first, "rank 1 was killed").orElseThrow();
    var unused = roster.replace(second, "was never launched");
    RankReport report = reports.running().ranks().get(1);
    assertThat(report.containerId()).isNull();
    assertThat(report.lostContainers()).containsExactly("container_1");
    assertThat(report.losses()).hasSize(2);
  }

  @Test
  void copiesAreTheBytesThatFirstHoldersSentDividedByTheFile() throws IOException {
    Member one = roster.requested(Rank.peer(1));
    Member two = roster.requested(Rank.peer(2));
    roster.done(
        one,
        traffic(
            // A holder of a prefix: it knows less of the file than the other.
            new FileTraffic(0, 0, 1500, true, 0, 400, 1), new FileTraffic(1, 0, 0, true, 0, 0, 0)));
    roster.done(two, traffic(new FileTraffic(0, 1500, 600, false, 500, 1000, 3)));
    List<FileReport> files = reports.ended(Outcome.succeeded("all well")).files();
    assertThat(files.get(0)).isEqualTo(new FileReport("big", FileKind.PAYLOAD, 1000L, 3, 1.5, 0.5));
    assertThat(files.get(1))
        .isEqualTo(new FileReport("empty", FileKind.PAYLOAD, 0L, 0, null, null));
    assertThat(files.get(2).bytes()).isNull();
    assertThat(files.get(3))
        .as("in storage, and nobody had anything to say of it")
        .isEqualTo(new FileReport("volume", FileKind.PAYLOAD, 1000L, 3, 0.0, 0.0));
  }

  @Test
  void fileInStorageIsKnownBeforeAnyPeerHasSpokenOfIt() {
    assertThat(reports.ended(Outcome.killed("Killed: enough")).files().get(3))
        .isEqualTo(new FileReport("volume", FileKind.PAYLOAD, 1000L, 3, null, null));
  }

  @Test
  void theOutcomeGivesStateAndDiagnostics() {
    JobReport report = reports.ended(Outcome.killed("Killed: enough"));
    assertThat(report.state()).isEqualTo(State.KILLED);
    assertThat(report.diagnostics()).isEqualTo("Killed: enough");
  }

  private static RankStatus status(
      RankPhase phase, long held, long wanted, long acquired, long finished) {
    return new RankStatus(
        phase, held, wanted, acquired, 11, 12, 13, 2, finished, List.of(), 0, -1, -1);
  }

  private static RankStatus traffic(FileTraffic... traffic) {
    return new RankStatus(RankPhase.LEFT, 0, 0, 0, 0, 0, 0, 0, 1, List.of(traffic), 0, -1, -1);
  }
}
