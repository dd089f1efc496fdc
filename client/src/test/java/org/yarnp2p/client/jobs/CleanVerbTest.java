package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.job.ExitCode;

class CleanVerbTest {
  @TempDir private Path directory;

  private JobsFixture jobs;
  private long now = System.currentTimeMillis();

  @BeforeEach
  void fixture() throws Exception {
    jobs = new JobsFixture(directory);
  }

  private ExitCode clean(String... args) throws Exception {
    return jobs.run(new CleanVerb(() -> now), args);
  }

  private Path work(long process) throws Exception {
    Path work = directory.resolve("tmp/p2p-local-application_1700000000000_" + process);
    Files.createDirectories(work.resolve("rank-1/logs"));
    return work;
  }

  @Test
  void whatAnEndedJobHasLeftGoes() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    jobs.cluster.then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "");
    assertThat(clean()).isEqualTo(ExitCode.DONE);
    assertThat(staged).doesNotExist();
    assertThat(jobs.job.output().resolve("_temporary")).doesNotExist();
    assertThat(jobs.out()).startsWith("Removed ").contains("the job has ended: KILLED");
  }

  @Test
  void dryRunRemovesNothing() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    Path work = work(Integer.MAX_VALUE);
    jobs.cluster.then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "");
    assertThat(clean("--dry-run")).isEqualTo(ExitCode.DONE);
    assertThat(staged).exists();
    assertThat(work).exists();
    assertThat(jobs.screen.out()).hasSize(2).allMatch(line -> line.startsWith("Would remove "));
  }

  @Test
  void runningJobKeepsEverything() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(clean()).isEqualTo(ExitCode.DONE);
    assertThat(staged).exists();
    assertThat(jobs.screen.out()).containsExactly("Nothing to remove");
  }

  @Test
  void jobThatYarnDoesNotKnowMayJustBeStarting() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    jobs.cluster.then(new ApplicationNotFoundException("not yet"));
    clean();
    assertThat(staged).exists();
    now += TimeUnit.HOURS.toMillis(2);
    clean();
    assertThat(staged).doesNotExist();
  }

  @Test
  void jobThatYarnDoesNotKnowIsAsOldAsTheYoungestThingInItsDirectory() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    jobs.cluster.then(new ApplicationNotFoundException("another cluster's"));
    Path note =
        Files.createDirectories(staged.resolve("state")).resolve("memory-000001-000009.json");
    Files.writeString(note, "{}");
    now += TimeUnit.HOURS.toMillis(2);
    Files.setLastModifiedTime(note, FileTime.fromMillis(now));
    clean();
    assertThat(staged).exists();
    now += TimeUnit.HOURS.toMillis(2);
    clean();
    assertThat(staged).doesNotExist();
  }

  @Test
  void jobThatAnotherClusterMayKnowKeepsEverything() throws Exception {
    jobs.job.conf().set("yarn.resourcemanager.address", "rm.elsewhere.org:8032");
    Path staged = jobs.stage(JobsFixture.ID);
    jobs.job.conf().set("yarn.resourcemanager.address", "rm.example.org:8032");
    jobs.cluster.then(new ApplicationNotFoundException("another cluster's"));
    now += TimeUnit.DAYS.toMillis(2);
    assertThat(clean()).isEqualTo(ExitCode.DONE);
    assertThat(staged).exists();
    assertThat(jobs.job.output().resolve("_temporary")).exists();
    assertThat(jobs.screen.err())
        .singleElement()
        .asString()
        .contains(
            staged
                + " stays: it is of a job of the cluster at rm.elsewhere.org:8032, and this one"
                + " is at rm.example.org:8032");

    jobs.job.conf().setBoolean("yarn.resourcemanager.ha.enabled", true);
    jobs.job.conf().set("yarn.resourcemanager.ha.rm-ids", "rm1,rm2");
    jobs.job.conf().set("yarn.resourcemanager.hostname.rm1", "rm.elsewhere.org");
    jobs.job.conf().set("yarn.resourcemanager.address.rm2", "rm2.elsewhere.org:8050");
    assertThat(clean()).isEqualTo(ExitCode.DONE);
    assertThat(staged).doesNotExist();
  }

  @Test
  void jobOfWhichNobodyCanSayWhichClusterKnowsItKeepsEverything() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    Files.writeString(staged.resolve("job.xml"), "<configuration>");
    Files.delete(staged.resolve(".job.xml.crc"));
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    now += TimeUnit.DAYS.toMillis(2);
    clean();
    assertThat(staged).exists();
    assertThat(jobs.screen.err()).singleElement().asString().contains("job.xml is damaged");

    Files.delete(staged.resolve("job.xml"));
    clean();
    assertThat(staged).doesNotExist();
  }

  @Test
  void nothingGoesWhileNobodyKnowsWhichJobsRun() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    jobs.cluster.then(new ConnectException("refused"));
    assertThatIOException().isThrownBy(this::clean).withMessageContaining("has not answered");
    assertThat(staged).exists();
  }

  @Test
  void workOfALocalJobGoesWithItsProcess() throws Exception {
    Path dead = work(Integer.MAX_VALUE);
    Path alive = work(ProcessHandle.current().pid());
    clean();
    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
  }

  @Test
  void workOfALocalJobStaysWhileARankOfItLives() throws Exception {
    Path work = work(Integer.MAX_VALUE);
    ProcessHandle rank = ProcessHandle.current();
    Path note = Files.createDirectory(work.resolve("processes")).resolve(Long.toString(rank.pid()));
    Files.writeString(note, rank.info().startInstant().orElseThrow().toString());
    clean();
    assertThat(work).exists();
    Files.delete(note);
    clean();
    assertThat(work).doesNotExist();
  }

  @Test
  void temporaryOutputsOfALocalJobGoWithItsWork() throws Exception {
    String id = "application_1700000000000_" + Integer.MAX_VALUE;
    Path staging = work(Integer.MAX_VALUE).resolve("staging");
    Staging.below(jobs.job.conf(), new org.apache.hadoop.fs.Path(staging.toUri()), id)
        .fill(Optional.empty(), jobs.job.request(), Map.of());
    Path temporary = jobs.job.output().resolve("_temporary").resolve(id);
    Files.createDirectories(temporary.resolve("rank-1"));
    clean("--dry-run");
    assertThat(jobs.out()).contains(temporary + ", " + directory.resolve("tmp"));
    assertThat(clean()).isEqualTo(ExitCode.DONE);
    assertThat(temporary.getParent()).doesNotExist();
    assertThat(jobs.job.output()).exists();
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  /** Stages a job whose report is to go there. */
  private void stageFor(Path report) throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    Path plan = staged.resolve("plan.json");
    String text = Files.readString(plan);
    Files.writeString(plan, text.replace(jobs.job.output().toString(), report.toString()));
    Files.delete(staged.resolve(".plan.json.crc"));
  }

  @Test
  void emptyDirectoryForTheReportOfADeadJobGoes() throws Exception {
    Path report = jobs.job.staging().resolve("reports").resolve(JobsFixture.ID);
    Files.createDirectories(report);
    stageFor(report);
    jobs.cluster.then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "");
    assertThat(clean()).isEqualTo(ExitCode.DONE);

    assertThat(report).doesNotExist();
    assertThat(jobs.out()).contains(report + ", ");
  }

  @Test
  void reportOfAJobThatHasEndedStays() throws Exception {
    Path report = jobs.writeReport();
    stageFor(report.getParent());
    jobs.cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
    clean();
    assertThat(report).exists();
    assertThat(jobs.out()).doesNotContain("reports");
  }

  @Test
  void reportsGoOnlyWhenAskedFor() throws Exception {
    Path report = jobs.writeReport();
    now += TimeUnit.DAYS.toMillis(31);
    clean();
    assertThat(report).exists();
    clean("--reports-older-than", "30d");
    assertThat(report).doesNotExist();
  }

  @Test
  void placeOfTheReportOfARunningDistributionStaysHoweverOld() throws Exception {
    jobs.stage(JobsFixture.ID);
    Path report = jobs.job.staging().resolve("reports").resolve(JobsFixture.ID);
    Files.createDirectories(report.resolve("_temporary").resolve(JobsFixture.ID));
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    now += TimeUnit.DAYS.toMillis(2);
    clean("--reports-older-than", "1d");
    assertThat(report).exists();
  }

  @Test
  void ageWithoutAUnitIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> clean("--older-than", "30"))
        .withMessage(
            "--older-than: found '30', expected a time with a unit such as 10s, 0 to" + " 10000d");
  }
}
