package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.job.ExitCode;

class KillVerbTest {
  @TempDir private Path directory;

  private JobsFixture jobs;

  @BeforeEach
  void fixture() throws Exception {
    jobs = new JobsFixture(directory);
  }

  @Test
  void jobWithoutATokenIsKilledByYarnAndCleanedUpAfter() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(jobs.run(new KillVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.cluster.calls()).containsExactly("kill");
    assertThat(jobs.screen.out()).containsExactly("Killed " + JobsFixture.ID);
    assertThat(staged).doesNotExist();
    assertThat(jobs.job.output().resolve("_temporary")).doesNotExist();
  }

  @Test
  void jobIsKilledByYarnWhenStorageIsOutOfReach() throws Exception {
    jobs.loseStorage();
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(jobs.run(new KillVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.cluster.calls()).containsExactly("kill");
    assertThat(jobs.screen.err().get(0))
        .startsWith(JobsFixture.ID + " is left to the ResourceManager to kill: the token");
    assertThat(jobs.out())
        .startsWith("Killed " + JobsFixture.ID + "; its files in storage stay until");
  }

  /** Nobody would find the outputs without it. */
  @Test
  void whatDescribesTheOutputsStaysWhenItCannotBeRead() throws Exception {
    Path staged = jobs.stage(JobsFixture.ID);
    Files.writeString(staged.resolve("plan.json"), "not what its checksum says");
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    assertThat(jobs.run(new KillVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.cluster.calls()).containsExactly("kill");
    assertThat(jobs.out())
        .startsWith("Killed " + JobsFixture.ID + "; its files in storage stay until")
        .contains("where its outputs were to go is not known: ");
    assertThat(staged).exists();
  }

  @Test
  void jobThatHasEndedIsLeftAlone() throws Exception {
    jobs.cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
    assertThat(jobs.run(new KillVerb(), JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(jobs.cluster.calls()).isEmpty();
    assertThat(jobs.screen.out()).containsExactly(JobsFixture.ID + " has ended already: SUCCEEDED");
  }

  @Test
  void unknownJobIsExitCodeOne() throws Exception {
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    assertThat(jobs.run(new KillVerb(), JobsFixture.ID)).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(jobs.screen.err()).containsExactly("YARN does not know " + JobsFixture.ID);
  }

  @Test
  void nothingIsKilledWhenOneOfSeveralIsNoJob() {
    ApplicationReport other =
        FakeCluster.application(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    other.setApplicationType("SPARK");
    jobs.cluster.then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    jobs.cluster.then(other);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> jobs.run(new KillVerb(), JobsFixture.ID, "application_1_0002"));
    assertThat(jobs.cluster.calls()).isEmpty();
  }

  @Test
  void scriptsHearOfEveryJobThatWasNamed() throws Exception {
    jobs.cluster.then(new ApplicationNotFoundException("gone"));
    jobs.cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
    assertThat(jobs.run(new KillVerb(), "application_1_0002", JobsFixture.ID, "--format", "json"))
        .isEqualTo(ExitCode.JOB_FAILED);
    assertThat(jobs.out())
        .containsSubsequence(
            "application_1_0002", "\"failed\" : true", JobsFixture.ID, "\"failed\" : false");
  }

  @Test
  void applicationOfAnotherKindIsNotTouched() {
    ApplicationReport other =
        FakeCluster.application(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    other.setApplicationType("SPARK");
    jobs.cluster.then(other);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> jobs.run(new KillVerb(), JobsFixture.ID))
        .withMessageContaining("is an application of type SPARK");
    assertThat(jobs.cluster.calls()).isEmpty();
  }
}
