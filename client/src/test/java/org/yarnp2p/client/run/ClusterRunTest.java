package org.yarnp2p.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yarnp2p.client.Screen;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.follow.FakeLink;
import org.yarnp2p.client.submit.JobFixture;
import org.yarnp2p.client.submit.JobSubmission;
import org.yarnp2p.client.submit.NewJob;
import org.yarnp2p.client.view.JobProgress;
import org.yarnp2p.client.view.ProgressView;
import org.yarnp2p.client.view.Reports;
import org.yarnp2p.client.view.Showing;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.job.ExitCode;

class ClusterRunTest {
  private static final ProgressView BLIND =
      new ProgressView() {
        @Override
        public void show(JobProgress progress) {}

        @Override
        public void note(String line) {}

        @Override
        public void close() {}
      };

  @TempDir private Path directory;

  private final Screen screen = new Screen();
  private final List<String> noted = new ArrayList<>();
  private final FakeCluster cluster = new FakeCluster();
  private JobFixture job;

  @BeforeEach
  void fixture() throws Exception {
    job = new JobFixture(directory);
  }

  private Session session() {
    return new Session(job.conf(), screen.console());
  }

  private ExitCode run(boolean detach) throws Exception {
    return new ClusterRun(session(), job.request(), detach, Showing.PLAIN, millis -> {})
        .run(cluster, BLIND, made -> new FakeLink(true, Reports.succeeded()));
  }

  private List<Path> staged() throws IOException {
    if (!Files.exists(job.staging())) {
      return List.of();
    }
    try (Stream<Path> jobs = Files.list(job.staging())) {
      return jobs.toList();
    }
  }

  @Test
  void successIsSummedUpFromTheReportInTheOutput() throws Exception {
    cluster.then(YarnApplicationState.FINISHED, FinalApplicationStatus.SUCCEEDED, "done");
    ClusterRun run = new ClusterRun(session(), job.request(), false, Showing.PLAIN, millis -> {});
    Files.createDirectory(job.output());
    Files.writeString(job.output().resolve("report.json"), Reports.succeeded().toJson());
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(true))).isEqualTo(ExitCode.DONE);
    assertThat(screen.out().get(0)).isEqualTo("Job application_1_0001 (in) SUCCEEDED in 7.0 s");
    assertThat(screen.err()).isEmpty();
    assertThat(staged()).isEmpty();
  }

  @Test
  void failureIsToldReasonFirstAndLogsLast() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(
            YarnApplicationState.FINISHED,
            FinalApplicationStatus.FAILED,
            "rank 2 on node2: disk full");
    assertThat(run(false)).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.err())
        .containsExactly(
            "Job " + FakeCluster.ID + " FAILED: rank 2 on node2: disk full",
            "Logs: yarn logs -applicationId " + FakeCluster.ID);
    assertThat(screen.out().get(0)).isEqualTo("Job application_1_0001 (in) FAILED");
    assertThat(staged()).isEmpty();
  }

  @Test
  void killedJobLeavesNeitherStagingNorTemporaryFiles() throws Exception {
    cluster.then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "by its owner");
    ClusterRun run = new ClusterRun(session(), job.request(), false, Showing.PLAIN, millis -> {});
    Path temporary = job.output().resolve("_temporary").resolve(FakeCluster.ID.toString());
    Files.createDirectories(temporary);
    Files.createFile(temporary.resolve("client1_a"));
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(false))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(staged()).isEmpty();
    assertThat(job.output()).doesNotExist();
  }

  @Test
  void jobKilledInTheMiddleOfItsCommitLeavesNoOutput() throws Exception {
    cluster.then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "by its owner");
    ClusterRun run =
        new ClusterRun(session(), job.request(), false, Showing.PLAIN, unused -> beginCommit());
    Path out = job.output();
    Files.createDirectories(out.resolve("_temporary").resolve(FakeCluster.ID.toString()));
    Files.createFile(out.resolve("client1_a"));
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(false))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(staged()).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void jobKilledAfterItsCommitKeepsItsOutputs() throws Exception {
    cluster.then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "by its owner");
    ClusterRun run =
        new ClusterRun(session(), job.request(), false, Showing.PLAIN, unused -> beginCommit());
    Path output = Files.createFile(Files.createDirectory(job.output()).resolve("client1_a"));
    Files.createFile(job.output().resolve("_SUCCESS"));
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(false))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(staged()).isEmpty();
    assertThat(output).exists();
  }

  /** As the ApplicationMaster has done meanwhile. */
  private void beginCommit() {
    try {
      Path state = Files.createDirectories(staged().get(0).resolve("state"));
      Files.write(state.resolve("commit-begun"), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void filesOfOthersInTheOutputDirectoryStay() throws Exception {
    cluster.then(YarnApplicationState.KILLED, FinalApplicationStatus.KILLED, "by its owner");
    ClusterRun run = new ClusterRun(session(), job.request(), false, Showing.PLAIN, millis -> {});
    Path other = job.output().resolve("_temporary/application_9_0009/client1_a");
    Files.createDirectories(other);
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(false))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(other).exists();
  }

  @Test
  void detachedJobGivesItsIdAndNothingElse() throws Exception {
    assertThat(run(true)).isEqualTo(ExitCode.DONE);
    assertThat(screen.out()).containsExactly(FakeCluster.ID.toString());
    assertThat(screen.err()).isEmpty();
    assertThat(staged()).hasSize(1);
  }

  @Test
  void detachedJobIsADocumentForScripts() throws Exception {
    Showing json = new Showing(Showing.Format.JSON, true, false);
    new ClusterRun(session(), job.request(), true, json, millis -> {})
        .run(cluster, BLIND, made -> new FakeLink(true, Reports.succeeded()));
    assertThat(String.join("", screen.out()))
        .isEqualToIgnoringWhitespace(
            """
            {"applicationId": "%s", "name": "in", "queue": "default", "outputDirectory": "file:%s"}
            """
                .formatted(FakeCluster.ID, job.output()));
  }

  @Test
  void jobWhoseFateIsUnknownKeepsItsFiles() throws Exception {
    job.conf().set("p2p.client.rm.timeout", "1ms");
    cluster.then(new ConnectException("Connection refused"));
    assertThatIOException()
        .isThrownBy(() -> run(false))
        .withMessageContaining("has not answered")
        .withMessageContaining("p2p status " + FakeCluster.ID);
    assertThat(staged()).hasSize(1);
  }

  @Test
  void jobThatTheResourceManagerHasForgottenHasFailedAndLeavesNothing() throws Exception {
    cluster
        .then(YarnApplicationState.RUNNING, FinalApplicationStatus.UNDEFINED, "")
        .then(new ApplicationNotFoundException("doesn't exist in RM"));
    ClusterRun run = new ClusterRun(session(), job.request(), false, Showing.PLAIN, millis -> {});
    Files.createDirectories(job.output().resolve("_temporary").resolve(FakeCluster.ID.toString()));
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(true))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.err().get(0))
        .startsWith("Job " + FakeCluster.ID + " FAILED: the ResourceManager at rm.example.org:8032")
        .contains("yarn.resourcemanager.recovery.enabled");
    assertThat(staged()).isEmpty();
    assertThat(job.output()).doesNotExist();
  }

  @Test
  void jobThatWasForgottenAfterItsSuccessHasSucceeded() throws Exception {
    cluster.then(new ApplicationNotFoundException("doesn't exist in RM"));
    ClusterRun run = new ClusterRun(session(), job.request(), false, Showing.PLAIN, millis -> {});
    Files.createDirectory(job.output());
    Files.createFile(job.output().resolve("_SUCCESS"));
    Path report = job.output().resolve("report.json");
    Files.writeString(
        report,
        Reports.succeeded().toJson().replace("application_1_0001", FakeCluster.ID.toString()));
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(true))).isEqualTo(ExitCode.DONE);
    assertThat(screen.out().get(0)).startsWith("Job " + FakeCluster.ID + " (in) SUCCEEDED");
    assertThat(staged()).isEmpty();
    assertThat(report).exists();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "KILLED"})
  void jobWhoseMasterDiedAfterItsCommitHasSucceeded(YarnApplicationState ended) throws Exception {
    cluster.then(ended, FinalApplicationStatus.FAILED, "AM Container exited with 137\n\tat a.b");
    ClusterRun run =
        new ClusterRun(session(), job.request(), false, Showing.PLAIN, unused -> commit());
    assertThat(run.run(cluster, noting(), made -> new FakeLink(true))).isEqualTo(ExitCode.DONE);
    assertThat(screen.out()).contains("Job " + FakeCluster.ID + " (in) SUCCEEDED in 7.0 s");
    assertThat(noted)
        .contains(
            FakeCluster.ID
                + " had done all, and said so with _SUCCESS, before YARN took it for "
                + ended
                + ": AM Container exited with 137");
    assertThat(staged()).isEmpty();
  }

  @Test
  void reportWithoutTheSignOfSuccessIsOfACommitThatWasBrokenOff() throws Exception {
    cluster.then(YarnApplicationState.FAILED, FinalApplicationStatus.FAILED, "exited with 137");
    ClusterRun run =
        new ClusterRun(session(), job.request(), false, Showing.PLAIN, unused -> writeReport());
    assertThat(run.run(cluster, BLIND, made -> new FakeLink(true))).isEqualTo(ExitCode.JOB_FAILED);
    assertThat(screen.err().get(0)).endsWith("FAILED: exited with 137");
  }

  private void commit() {
    try {
      writeReport();
      Files.write(job.output().resolve("_SUCCESS"), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeReport() {
    try {
      Files.createDirectories(job.output());
      Files.writeString(
          job.output().resolve("report.json"),
          Reports.succeeded().toJson().replace("application_1_0001", FakeCluster.ID.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProgressView noting() {
    return new ProgressView() {
      @Override
      public void show(JobProgress progress) {}

      @Override
      public void note(String line) {
        noted.add(line);
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void interruptThatCannotKillTheJobSaysSoWhateverIsThrownAndLeavesItItsFiles() throws Exception {
    cluster.then(new IllegalStateException("the client is closed"));
    PatientCluster patient =
        new PatientCluster(cluster, 0, why -> {}, System::nanoTime, millis -> {});
    JobSubmission submission = new JobSubmission(job.conf(), patient);
    NewJob made = submission.prepare();
    submission.submit(made, job.request());
    new ClusterRun(session(), job.request(), false, Showing.PLAIN, millis -> {})
        .interrupted(cluster, new FakeLink(true), made, BLIND);
    assertThat(screen.err())
        .containsExactly(
            "Interrupted: killing " + FakeCluster.ID,
            FakeCluster.ID
                + " could not be killed (the client is closed), and may go on; kill it, and remove"
                + " what it leaves, with: p2p kill "
                + FakeCluster.ID);
    assertThat(staged()).isNotEmpty();
  }

  @Test
  void refusedJobLeavesNothing() throws Exception {
    cluster.refuse("no");
    assertThatExceptionOfType(YarnException.class).isThrownBy(() -> run(false));
    assertThat(staged()).isEmpty();
  }
}
