package org.yarnp2p.client.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yarnp2p.job.DistributionReport;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.protocol.RankPhase;

class DistributionSummaryTest {
  private static final long MIB = 1 << 20;

  private static RankReport rank(int rank, long down, long origin, Long finished) {
    return rank(rank, down, origin, finished, "did not start within 2m");
  }

  private static RankReport rank(int rank, long down, long origin, Long finished, String reason) {
    return rank(rank, 1, down, origin, finished, reason);
  }

  private static RankReport rank(
      int rank, int incarnation, long down, long origin, Long finished, String reason) {
    return rank(rank, incarnation, down, origin, null, finished, reason);
  }

  private static RankReport rank(
      int rank,
      int incarnation,
      long down,
      long origin,
      Long exchange,
      Long finished,
      String reason) {
    return new RankReport(
        rank,
        incarnation,
        finished == null ? null : "node" + rank,
        "container_" + rank,
        RankPhase.LEFT,
        0,
        8 * MIB,
        finished == null ? 0 : 8 * MIB,
        down,
        0,
        origin,
        0,
        exchange,
        finished,
        null,
        "node" + rank,
        finished == null ? reason : null,
        incarnation == 2 ? List.of("killed") : List.of(),
        List.of());
  }

  private static List<String> lines() {
    return lines(8 * MIB);
  }

  private static List<String> lines(long bytes) {
    return lines(bytes, Phases.NONE);
  }

  private static List<String> lines(long bytes, Phases phases) {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            phases,
            2400L,
            List.of(
                Reports.tracker(),
                rank(1, 4 * MIB, 4 * MIB, 1000L),
                rank(2, 4 * MIB, 4 * MIB, 2000L),
                rank(3, 0, 0, 5L),
                rank(4, 0, 0, null)),
            List.of(FileReport.of("a", FileKind.PAYLOAD, bytes, 16, 0, 8 * MIB)));
    return DistributionSummary.of(without(report, "node9: it is LOST"), State.SUCCEEDED);
  }

  /** The same of a distribution for which nodes could not take part. */
  private static JobReport without(JobReport of, String... absent) {
    return new JobReport(
        of.version(),
        of.jobId(),
        of.name(),
        of.state(),
        of.diagnostics(),
        of.inputDirectory(),
        of.outputDirectory(),
        of.startedAt(),
        of.phases(),
        of.swarmMillis(),
        of.peers(),
        of.ranksUp(),
        of.wantedBytes(),
        of.acquiredBytes(),
        of.ranks(),
        of.files(),
        of.moreFiles(),
        DistributionReport.of(null, 3, 3, 8 * MIB, 8 * MIB, 8 * MIB, List.of(absent)),
        null);
  }

  @Test
  void allFilesCountAlsoWhereTheReportHasTheLargestOnly() {
    JobReport report =
        Reports.report(
            State.FAILED,
            Phases.NONE,
            null,
            List.of(Reports.tracker()),
            Collections.nCopies(1024, FileReport.of("a", FileKind.PAYLOAD, MIB, 2, 0, MIB)));
    assertThat(DistributionSummary.of(without(report.brief()), State.FAILED))
        .anyMatch(line -> line.matches("files +1024, 1\\.0 GiB to each node"));
  }

  @Test
  void sourceReadsAreAMultipleOfTheFilesBytes() {
    assertThat(lines())
        .anyMatch(line -> line.matches("read from the origin +8\\.0 MiB, 1\\.00 x F"));
  }

  @Test
  void makespanStandsBesideTheBoundAtTheFastestRanksRate() {
    // F / rate = 1 s, and 8 segments of 1 MiB to two receivers: an eighth more.
    assertThat(lines())
        .anyMatch(line -> line.matches("makespan +2\\.4 s, 2\\.13 times the bound"))
        .anyMatch(line -> line.matches("bound +1\\.1 s at .* 8\\.0 MiB/s"));
  }

  @Test
  void rateOfARankThatWasStartedAgainIsNotTheFastest() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            2400L,
            List.of(
                Reports.tracker(),
                rank(1, 4 * MIB, 4 * MIB, 1000L),
                rank(2, 2, 12 * MIB, 4 * MIB, 1900L, 2400L, null)),
            List.of(FileReport.of("a", FileKind.PAYLOAD, 8 * MIB, 16, 0, 8 * MIB)));
    assertThat(DistributionSummary.of(report, State.SUCCEEDED))
        .anyMatch(line -> line.startsWith("bound") && line.contains("fastest rank's 8.0 MiB/s"))
        .anyMatch(line -> line.endsWith("started 2 times, the last 1.9 s after the gate"));
  }

  /** Each ApplicationMaster begins with other numbers. */
  @Test
  void rankThatAnotherApplicationMasterHasStartedWasNotStartedAThousandTimes() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            2400L,
            List.of(Reports.tracker(), rank(1, 1001, 12 * MIB, 4 * MIB, 1900L, 2400L, null)),
            List.of(FileReport.of("a", FileKind.PAYLOAD, 8 * MIB, 16, 0, 8 * MIB)));
    assertThat(DistributionSummary.of(report, State.SUCCEEDED))
        .anyMatch(line -> line.endsWith("started anew 1.9 s after the gate"));
  }

  @Test
  void nodeThatStartedLateMovesTheBound() {
    Phases late = new Phases(0L, 100L, 1500L, 500L, 2900L, 3000L);
    assertThat(lines(8 * MIB, late))
        .anyMatch(line -> line.matches("makespan +2\\.4 s, 1\\.20 times the bound"))
        .anyMatch(
            line ->
                line.matches("bound +2\\.0 s at .*; the last node began 1\\.0 s after the gate"));
  }

  @Test
  void rankThatStartedLateIsTheSlowestAndItsRateCountsFromItsStart() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            5000L,
            List.of(
                Reports.tracker(),
                rank(1, 1, 4 * MIB, 4 * MIB, 10L, 2010L, null),
                rank(2, 1, 8 * MIB, 0, 4000L, 5000L, null)),
            List.of(FileReport.of("a", FileKind.PAYLOAD, 8 * MIB, 16, 0, 8 * MIB)));
    List<String> lines = DistributionSummary.of(report, State.SUCCEEDED);
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches(
                    "bound +5\\.0 s at .* 8\\.0 MiB/s; the last node began 4\\.0 s after the gate"))
        .filteredOn(line -> line.matches("[12] +node[12] .*"))
        .satisfiesExactly(
            slowest ->
                assertThat(slowest)
                    .startsWith("2")
                    .contains("5.0 s")
                    .endsWith("started 4.0 s after the gate"),
            other -> assertThat(other).startsWith("1").contains("2.0 s").endsWith("-"));
  }

  @Test
  void lateNodeThatHadEverythingDoesNotMoveTheBound() {
    Phases tooLate = new Phases(0L, 100L, 2500L, 500L, 2900L, 3000L);
    assertThat(lines(8 * MIB, tooLate)).anyMatch(line -> line.matches("bound +1\\.1 s at .*"));
  }

  @Test
  void boundOfASmallFileIsNotAboveTheMakespan() {
    JobReport report =
        Reports.report(
            State.SUCCEEDED,
            Phases.NONE,
            1200L,
            List.of(
                Reports.tracker(),
                rank(1, MIB / 4, MIB / 4, 1000L),
                rank(2, MIB / 4, MIB / 4, 1100L)),
            List.of(FileReport.of("a", FileKind.PAYLOAD, MIB / 2, 8, 0, MIB / 2)));
    assertThat(DistributionSummary.of(report, State.SUCCEEDED))
        .anyMatch(line -> line.matches("makespan +1\\.2 s, 1\\.20 times the bound"));
  }

  @Test
  void thereIsNoBoundWhenNobodyHadToReceiveEverything() {
    assertThat(lines(80 * MIB)).anyMatch(line -> line.matches("bound +-"));
  }

  @Test
  void slowestRankComesFirst() {
    List<String> lines = lines();
    int heading =
        lines.indexOf(
            lines.stream()
                .filter(line -> line.startsWith("slowest ranks"))
                .findAny()
                .orElseThrow());
    assertThat(lines.get(heading + 1)).startsWith("2 ");
    assertThat(lines.get(heading + 2)).startsWith("1 ");
  }

  @Test
  void everyNodeThatDidNotTakePartIsNamedWithItsReason() {
    assertThat(lines())
        .contains(
            "Skipped, had everything: rank 3 on node3",
            "Not done: rank 4 on node4: did not start within 2m",
            "Absent: node9: it is LOST")
        .anyMatch(line -> line.matches("nodes done +3 of 4"));
  }

  @Test
  void reasonThatNamesItsRankIsNotGivenAnother() {
    JobReport report =
        Reports.report(
            State.FAILED,
            Phases.NONE,
            null,
            List.of(
                Reports.tracker(),
                rank(1, 0, 0, null, "rank 1 on 10.0.0.1 cannot put 'a' below /d"),
                rank(2, 0, 0, null, "rank 2 (incarnation 3) on 10.0.0.2: no room")),
            List.of());

    assertThat(DistributionSummary.of(report, State.FAILED))
        .contains(
            "Not done: rank 1 on node1 cannot put 'a' below /d",
            "Not done: rank 2 on node2: no room");
  }
}
