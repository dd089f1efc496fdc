package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that come to a violent end leave a clear reason and nothing else. */
@ExtendWith(SharedCluster.class)
class EndedJobIT {
  private final TestCluster cluster;
  private StandingJob job;

  EndedJobIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void writeInput() throws Exception {
    job = new StandingJob(cluster);
  }

  @AfterEach
  void openDoor() throws Exception {
    job.close();
  }

  private void assertNothingIsLeftOfTheJob() throws Exception {
    cluster.assertNothingIsLeft();
    assertThat(cluster.fs().exists(job.output())).as("output directory").isFalse();
  }

  @Test
  void killedContainerThatIsNotReplacedFailsTheJobWithItsRankHostAndExitStatus() throws Exception {
    job.start("-D", "p2p.rank.max-failures=1");
    ContainerProcess.of(cluster, StandingJob.READER).kill();
    Outcome outcome = job.end();

    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
    assertThat(outcome.err()).contains("rank " + StandingJob.READER, "localhost", "137");
    assertNothingIsLeftOfTheJob();
  }

  @Test
  void jobKilledThroughYarnIsReportedAsKilled() throws Exception {
    job.start();
    cluster.yarn().killApplication(job.applicationId());
    Outcome outcome = job.end();

    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
    assertThat(outcome.err()).contains("KILLED");
    assertNothingIsLeftOfTheJob();
  }

  @Test
  void interruptAtTheClientKillsTheJob() throws Exception {
    Path log = TestCluster.newLocalFile("client.log");
    Process client = job.startInProcess(log);
    ApplicationId id = job.applicationId();
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(client.pid())).start().waitFor())
        .isZero();

    assertThat(client.waitFor(60, TimeUnit.SECONDS)).as("client has ended").isTrue();
    assertThat(client.exitValue()).as(Files.readString(log)).isNotZero();
    assertThat(Files.readString(log)).contains("Killed " + id);
    assertThat(cluster.yarn().getApplicationReport(id).getYarnApplicationState())
        .isIn(YarnApplicationState.KILLED, YarnApplicationState.FINISHED);
    assertNothingIsLeftOfTheJob();
  }
}
