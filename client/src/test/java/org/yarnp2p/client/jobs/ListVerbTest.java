package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.job.ExitCode;

class ListVerbTest {
  @TempDir private Path directory;

  private JobsFixture jobs;

  @BeforeEach
  void applications() throws Exception {
    jobs = new JobsFixture(directory);
    ApplicationReport running =
        FakeCluster.application(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    running.setProgress(0.42f);
    ApplicationReport other =
        FakeCluster.application(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    other.setApplicationType("SPARK");
    ApplicationReport ended =
        FakeCluster.application(YarnApplicationState.FINISHED, FinalApplicationStatus.FAILED, "");
    ended.setUser("bob");
    ended.setProgress(1);
    jobs.cluster.lists(running).lists(other).lists(ended);
  }

  @Test
  void jobsThatHaveNotEndedAreListed() throws Exception {
    assertThat(jobs.run(new ListVerb())).isEqualTo(ExitCode.DONE);
    assertThat(jobs.screen.out()).hasSize(2);
    assertThat(jobs.screen.out().get(1))
        .matches(JobsFixture.ID + " +in +ada +default +RUNNING +1970-01-01T00:00:00Z +42 %");
  }

  @Test
  void endedOnesAreListedIfAskedFor() throws Exception {
    jobs.run(new ListVerb(), "--all");
    assertThat(jobs.screen.out()).hasSize(3);
    assertThat(jobs.screen.out().get(2)).contains("bob").contains("FAILED");
  }

  @Test
  void howFarAJobWithoutSuccessHadComeIsNotKnown() throws Exception {
    jobs.run(new ListVerb(), "--all");
    assertThat(jobs.screen.out().get(2)).matches(".* -");
    jobs.run(new ListVerb(), "--all", "--format", "json");
    assertThat(jobs.out()).contains("\"progressPercent\" : null");
  }

  @Test
  void ownJobWhoseMasterDiedAfterItsCommitIsListedAsStatusHasIt() throws Exception {
    jobs = new JobsFixture(Files.createDirectory(directory.resolve("own")));
    ApplicationReport lost =
        FakeCluster.application(YarnApplicationState.FAILED, FinalApplicationStatus.FAILED, "137");
    lost.setUser(UserGroupInformation.getCurrentUser().getShortUserName());
    lost.setProgress(1);
    jobs.cluster.lists(lost);
    jobs.run(new ListVerb(), "--all");
    assertThat(jobs.screen.out().get(1)).matches(".* FAILED .* -");

    jobs.writeReport();
    jobs.run(new ListVerb(), "--all");
    assertThat(jobs.screen.out().get(3)).matches(".* SUCCEEDED .* 100 %");
    lost.setUser("somebody-else");
    jobs.run(new ListVerb(), "--all");
    assertThat(jobs.screen.out().get(5)).matches(".* FAILED .* -");
    assertThat(jobs.screen.err()).isEmpty();
  }

  @Test
  void statesAreYarnsWhereReportsCannotBeLookedFor() throws Exception {
    jobs = new JobsFixture(Files.createDirectory(directory.resolve("own")));
    ApplicationReport lost =
        FakeCluster.application(YarnApplicationState.FAILED, FinalApplicationStatus.FAILED, "137");
    lost.setUser(UserGroupInformation.getCurrentUser().getShortUserName());
    jobs.cluster.lists(lost);
    jobs.job.conf().set("p2p.staging.dir", "nowhere:///p2p");
    assertThat(jobs.run(new ListVerb(), "--all")).isEqualTo(ExitCode.DONE);
    assertThat(jobs.screen.out().get(1)).contains("FAILED");
    assertThat(jobs.screen.err())
        .singleElement()
        .asString()
        .startsWith("States are YARN's alone, since reports cannot be looked for: ");
  }

  @Test
  void onlyThoseOfOneUserAreListedIfAskedFor() throws Exception {
    jobs.run(new ListVerb(), "--user", "bob");
    assertThat(jobs.screen.out()).containsExactly("No jobs");
  }

  @Test
  void scriptsGetJson() throws Exception {
    jobs.run(new ListVerb(), "--format", "json");
    assertThat(jobs.out()).startsWith("[").contains("\"applicationId\" : \"" + JobsFixture.ID);
  }
}
