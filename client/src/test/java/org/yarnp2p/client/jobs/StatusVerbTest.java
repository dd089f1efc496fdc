package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.view.Reports;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.protocol.RankPhase;

class StatusVerbTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path directory;

  private JobsFixture jobs;

  @BeforeEach
  void fixture() throws Exception {
    jobs = new JobsFixture(directory);
  }

  private static RankReport peer(int rank, long acquired) {
    return new RankReport(
        rank,
        1,
        "node" + rank,
        "c" + rank,
        RankPhase.EXCHANGING,
        0,
        8 * MIB,
        acquired,
        acquired / 2,
        0,
        acquired - acquired / 2,
        0,
        null);
  }

  private static JobReport running() {
    return Reports.report(
        JobReport.State.RUNNING,
        new Phases(800L, 3000L, 5200L, 6000L, null, null),
        null,
        List.of(peer(1, 8 * MIB), peer(2, 2 * MIB), peer(3, 6 * MIB)),
        List.of(FileReport.of("a", FileKind.PAYLOAD, 8 * MIB, 8, 0, 8 * MIB)));
  }

  @Test
  void endedJobIsToldFromItsReport() throws Exception {
    jobs.cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
    jobs.writeReport();
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.screen.out().get(0)).startsWith("Job " + JobsFixture.ID + " (in) SUCCEEDED");
  }

  @Test
  void jobThatEndsWhileItIsAskedForIsToldFromItsReport() throws Exception {
    jobs.cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
    jobs.writeReport();
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.screen.out().get(0)).startsWith("Job " + JobsFixture.ID + " (in) SUCCEEDED");
  }

  @Test
  void jobThatYarnHasForgottenIsToldFromItsReport() throws Exception {
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    Path out = directory.resolve("elsewhere");
    jobs.writeReport(out);
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID, "--output", out.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(jobs.screen.out().get(0)).contains("SUCCEEDED");
  }

  @Test
  void jobWhoseMasterDiedAfterItsCommitHasSucceeded() throws Exception {
    jobs.cluster.then(YarnApplicationState.FAILED, FinalApplicationStatus.FAILED, "exited: 137");
    jobs.writeReport();
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.screen.out().get(0)).contains("SUCCEEDED");
    assertThat(jobs.screen.err())
        .containsExactly(
            "It had done all, and said so with _SUCCESS, before YARN took it for FAILED");
  }

  @Test
  void reportWithoutTheSignOfSuccessIsNotBelieved() throws Exception {
    jobs.cluster
        .then(YarnApplicationState.FAILED, FinalApplicationStatus.FAILED, "exited: 137")
        .then(new ApplicationNotFoundException("gone"));
    Files.delete(jobs.writeReport().resolveSibling("_SUCCESS"));
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(jobs.out()).contains("FAILED", "exited: 137").doesNotContain("SUCCEEDED");
    assertThat(jobs.screen.err().get(0)).contains("report.json without _SUCCESS");
    assertThatIOException()
        .isThrownBy(() -> jobs.run(new StatusVerb(), JobsFixture.ID))
        .withMessageContainingAll("does not know", "report.json without _SUCCESS");
  }

  @Test
  void reportOfAnotherJobIsRefused() throws Exception {
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    Path out = directory.resolve("elsewhere");
    jobs.writeReport(out);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> jobs.run(new StatusVerb(), "application_1_0002", "--output", out.toString()))
        .withMessageContaining("is the report of " + JobsFixture.ID);
  }

  @Test
  void damagedReportIsNamed() throws Exception {
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    Path out = directory.resolve("damaged");
    Path report = jobs.writeReport(out);
    Files.writeString(report, Files.readString(report).replaceAll("\"state\" : .*\n", ""));
    assertThatIOException()
        .isThrownBy(() -> jobs.run(new StatusVerb(), JobsFixture.ID, "--output", out.toString()))
        .withMessageContainingAll(report.toString(), "damaged", "in which state the job is");
  }

  @Test
  void reportThatALaterProgramHasWrittenIsNotReadAsIfItWereThisOnes() throws Exception {
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    Path out = directory.resolve("later");
    Path report = jobs.writeReport(out);
    Files.writeString(
        report, Files.readString(report).replace("\"version\" : 1", "\"version\" : 2"));
    assertThatIOException()
        .isThrownBy(() -> jobs.run(new StatusVerb(), JobsFixture.ID, "--output", out.toString()))
        .withMessageContainingAll(report.toString(), "version 2", "reads up to 1");
  }

  @Test
  void unknownJobWithoutReportIsAFailure() {
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    assertThatIOException()
        .isThrownBy(() -> jobs.run(new StatusVerb(), JobsFixture.ID))
        .withMessageContaining("does not know " + JobsFixture.ID);
  }

  @Test
  void failedJobIsExitCodeOneWithItsReason() throws Exception {
    jobs.cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.FAILED, "disk full");
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(jobs.out()).contains("FAILED").contains("disk full");
  }

  @Test
  void jobOfSomebodyElseShowsWhatYarnKnows() throws Exception {
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.out())
        .contains(JobsFixture.ID + " (in) of ada in queue default: RUNNING")
        .contains("Page: http://rm.example.org:8088/proxy/");
    assertThat(jobs.screen.err().get(0)).startsWith("Its figures are not to be had");
  }

  @Test
  void whatYarnKnowsIsToldWhenStorageIsOutOfReach() throws Exception {
    jobs.loseStorage();
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.out()).contains("RUNNING");
    assertThat(jobs.screen.err()).hasSize(1);
    assertThat(jobs.screen.err().get(0))
        .startsWith("Its figures are not to be had: the token of its client cannot be read:")
        .contains("localhost:1", "Connection refused");
  }

  @Test
  void howAJobHasEndedIsToldWhenStorageIsOutOfReach() throws Exception {
    jobs.loseStorage();
    jobs.cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.FAILED, "disk full");
    assertThat(jobs.run(new StatusVerb(), JobsFixture.ID)).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(jobs.out()).contains("FAILED").contains("disk full");
    assertThat(jobs.screen.err()).hasSize(1);
    assertThat(jobs.screen.err().get(0))
        .startsWith("Its figures are not to be had: its report cannot be read:")
        .contains("localhost:1", "Connection refused");
  }

  @Test
  void wordThatIsNoIdIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> jobs.run(new StatusVerb(), "job_1"))
        .withMessageContaining("found 'job_1', expected an application id");
  }

  @Test
  void runningJobHasRateRemainingTimeAndSlowestRanks() throws Exception {
    KnownJob job = KnownJob.of(jobs.job.conf(), JobsFixture.ID);
    Standing standing =
        Standing.of(
            job,
            FakeCluster.application(
                YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, ""),
            Optional.of(running()),
            Instant.parse("2026-01-01T00:00:08Z"));
    // 16 MiB in the two seconds since the gate; the report says 2 of 8 MiB.
    assertThat(standing.bytesPerSecond()).isEqualTo(8 * MIB);
    assertThat(standing.remainingSeconds()).isEqualTo(1);
    assertThat(standing.percent()).isEqualTo(25.0);
    assertThat(standing.originCopies()).isEqualTo(1.0);
    List<String> lines = StandingText.of(standing);
    assertThat(lines)
        .anyMatch(line -> line.matches("EXCHANGING.*about 1\\.0 s left"))
        .anyMatch(line -> line.startsWith("Read from origins: 8.0 MiB, 1.00 x F"));
    assertThat(lines.stream().filter(line -> line.matches("[123] +node.*")))
        .first()
        .asString()
        .matches("2 +node2 +EXCHANGING +25 % .*");
  }
}
