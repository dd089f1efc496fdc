package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.job.ExitCode;

class LogsVerbTest {
  @TempDir private Path directory;

  private final List<String> asked = new ArrayList<>();
  private JobsFixture jobs;
  private int answer;

  @BeforeEach
  void fixture() throws Exception {
    jobs = new JobsFixture(directory);
    jobs.cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "");
  }

  private ExitCode logs(String... args) throws Exception {
    LogsVerb verb =
        new LogsVerb(
            (conf, words) -> {
              asked.addAll(List.of(words));
              return answer;
            });
    return jobs.run(verb, args);
  }

  @Test
  void allContainersAreYarnsBusiness() throws Exception {
    assertThat(logs(JobsFixture.ID)).isEqualTo(ExitCode.DONE);
    assertThat(asked).containsExactly("-applicationId", JobsFixture.ID);
  }

  @Test
  void rankIsFoundInTheReport() throws Exception {
    jobs.writeReport();
    logs(JobsFixture.ID, "--rank", "2", "--to", "/tmp/logs");
    assertThat(asked)
        .containsExactly(
            "-applicationId", JobsFixture.ID, "-containerId", "container_4", "-out", "/tmp/logs");
  }

  @Test
  void rankThatTheJobDoesNotHaveIsRefused() throws Exception {
    jobs.writeReport();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> logs(JobsFixture.ID, "--rank", "3"))
        .withMessage("--rank: found 3, expected 0 to 2");
  }

  @Test
  void rankWithoutAReportIsExplained() {
    assertThatIOException()
        .isThrownBy(() -> logs(JobsFixture.ID, "--rank", "1"))
        .withMessageContaining("which container rank 1 of " + JobsFixture.ID + " had is not known");
  }

  @Test
  void applicationMasterCanBeAskedFor() throws Exception {
    logs(JobsFixture.ID, "--am");
    assertThat(asked).containsExactly("-applicationId", JobsFixture.ID, "-am", "ALL");
  }

  @Test
  void absenceOfLogsIsAFailureThatSaysWhy() {
    answer = -1;
    assertThatIOException()
        .isThrownBy(() -> logs(JobsFixture.ID))
        .withMessageContaining("yarn.log-aggregation-enable");
  }

  @Test
  void scriptsLearnWhichContainersThereAre() throws Exception {
    jobs.writeReport();
    logs(JobsFixture.ID, "--format", "json", "--rank", "1");
    assertThat(asked).isEmpty();
    assertThat(jobs.out()).contains("\"containerId\" : \"container_3\"").doesNotContain("tracker");
  }
}
