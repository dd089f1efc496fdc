package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.job.JobReport.RankReport;

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

  /** Logs of a job: what YARN writes when it is asked for all containers' in a directory. */
  private ExitCode logsWith(Map<String, String> contents, String... args) throws Exception {
    LogsVerb verb =
        new LogsVerb(
            (conf, words) -> {
              List<String> all = List.of(words);
              if (!all.contains("-log_files_pattern")) {
                asked.addAll(all);
                return answer;
              }
              Path node = Path.of(all.get(all.indexOf("-out") + 1)).resolve("node1_4711");
              Files.createDirectories(node);
              for (Map.Entry<String, String> log : contents.entrySet()) {
                Files.writeString(node.resolve(log.getKey()), log.getValue());
              }
              return 0;
            });
    return jobs.run(verb, args);
  }

  private static String start(String rank) {
    return "LogContents:\n2026-01-02 INFO [main] ContainerMain: "
        + rank
        + " of job "
        + JobsFixture.ID
        + " starts\n";
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
  void jobThatHasNotStartedIsNotLookedForAmongThoseThatHaveEnded() {
    jobs.cluster.only(YarnApplicationState.ACCEPTED, FinalApplicationStatus.UNDEFINED, "");
    answer = -1;
    assertThatIOException()
        .isThrownBy(() -> logs(JobsFixture.ID))
        .withMessageContaining("YARN has not started its ApplicationMaster yet")
        .withMessageNotContaining("aggregation");
    asked.clear();
    assertThatIOException()
        .isThrownBy(() -> logs(JobsFixture.ID, "--rank", "1"))
        .withMessageContaining("YARN has not started its ApplicationMaster yet");
    assertThat(asked).isEmpty();
  }

  @Test
  void logsOfARunningJobAreMissedWhereTheyWouldBeReadFrom() {
    jobs.cluster.only(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "");
    answer = -1;
    assertThatIOException()
        .isThrownBy(() -> logs(JobsFixture.ID))
        .withMessageContainingAll("it is RUNNING", "NodeManagers", "this host must reach them")
        .withMessageNotContaining("aggregation");
    assertThatIOException()
        .isThrownBy(() -> logs(JobsFixture.ID, "--am"))
        .withMessageContainingAll(
            "it is RUNNING", "yarn.resourcemanager.webapp.address", "this host must reach both");
  }

  @Test
  void logsThatAreForOthersAreNotSaidToBeMissing() {
    ContainerLogs forOthers =
        (conf, words) -> {
          throw new AccessControlException("Permission denied: user=bob");
        };
    for (String[] args :
        List.of(
            new String[] {JobsFixture.ID},
            new String[] {JobsFixture.ID, "--am"},
            new String[] {JobsFixture.ID, "--rank", "1"})) {
      assertThatIOException()
          .isThrownBy(() -> jobs.run(new LogsVerb(forOthers), args))
          .withMessageContaining("Permission denied: user=bob")
          .withMessageNotContaining("aggregation");
    }
  }

  @Test
  void rankThatTheJobDoesNotHaveIsRefusedAsJsonToo() throws Exception {
    jobs.writeReport();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> logs(JobsFixture.ID, "--rank", "3", "--format", "json"))
        .withMessage("--rank: found 3, expected 0 to 2");
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
  void rankThatNoJobHasIsRefusedWithoutAQuestion() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> logs(JobsFixture.ID, "--rank", "-1"))
        .withMessage("--rank: found -1, expected 0, the tracker, or the rank of a peer");
    assertThat(asked).isEmpty();
  }

  @Test
  void rankOfAJobThatHasLeftNoReportIsFoundByItsLogs() throws Exception {
    Map<String, String> contents =
        Map.of(
            "container_1_0007_01_000001", "rank 1 on node1 was lost",
            "container_1_0007_01_000003", start("rank 1"),
            "container_1_0007_01_000004", start("rank 11"),
            "container_1_0007_01_000005", "export P2P_RANK=\"1\"\n",
            "container_1_0007_02_000002", start("rank 1 (incarnation 3)"));
    assertThat(logsWith(contents, JobsFixture.ID, "--rank", "1")).isEqualTo(ExitCode.DONE);
    assertThat(asked)
        .containsExactly(
            "-applicationId",
            JobsFixture.ID,
            "-containerId",
            "container_1_0007_01_000003",
            "-applicationId",
            JobsFixture.ID,
            "-containerId",
            "container_1_0007_01_000005",
            "-applicationId",
            JobsFixture.ID,
            "-containerId",
            "container_1_0007_02_000002");
  }

  @Test
  void trackerOfAJobThatHasLeftNoReportIsFoundByItsLogs() throws Exception {
    logsWith(
        Map.of("container_2", start("rank 0 (tracker) (incarnation 2)")),
        JobsFixture.ID,
        "--rank",
        "0");
    assertThat(asked).contains("container_2");
  }

  @Test
  void rankThatNoLogNamesIsExplainedWithAdviceThatHelps() {
    assertThatIOException()
        .isThrownBy(() -> logsWith(Map.of(), JobsFixture.ID, "--rank", "1"))
        .withMessageContaining("no log of " + JobsFixture.ID + " is of rank 1")
        .withMessageContaining("p2p logs " + JobsFixture.ID + ", or with --to DIR");
  }

  @Test
  void rankThatWasLostForGoodHasTheLogsOfItsLastContainer() throws Exception {
    jobs.writeReport(List.of(lost("container_8", "container_9"), lost()));
    logs(JobsFixture.ID, "--rank", "0");
    assertThat(asked).contains("container_9").doesNotContain("container_8");
    assertThatIOException()
        .isThrownBy(() -> logs(JobsFixture.ID, "--rank", "1"))
        .withMessageContaining("has had no container");
  }

  private static RankReport lost(String... containers) {
    return new RankReport(
        containers.length == 0 ? 1 : 0,
        1 + containers.length,
        null,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        null,
        null,
        "FAILED",
        null,
        "it was lost",
        List.of(),
        List.of(containers));
  }

  @Test
  void masterThatHasDiedIsAskedForWhenTheNextOneHasNoLogsYet() throws Exception {
    ApplicationReport starting =
        FakeCluster.application(
            YarnApplicationState.ACCEPTED, FinalApplicationStatus.UNDEFINED, "");
    starting.setCurrentApplicationAttemptId(ApplicationAttemptId.newInstance(FakeCluster.ID, 2));
    jobs = new JobsFixture(Files.createDirectory(directory.resolve("starting")));
    jobs.cluster.then(starting);
    LogsVerb verb =
        new LogsVerb(
            (conf, words) -> {
              asked.addAll(List.of(words));
              if (List.of(words).contains("2")) {
                throw new YarnException("Container with id '..._02_000001' doesn't exist in RM.");
              }
              return 0;
            });
    assertThat(jobs.run(verb, JobsFixture.ID, "--am")).isEqualTo(ExitCode.DONE);
    assertThat(asked).containsSubsequence("-am", "1", "-am", "2");
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
