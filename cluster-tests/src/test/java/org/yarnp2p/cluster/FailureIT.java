package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.job.JobReport.RankReport;

/** Jobs that lose containers and go on. */
@ExtendWith(SharedCluster.class)
class FailureIT {
  private final TestCluster cluster;
  private StandingJob job;

  FailureIT(TestCluster cluster) {
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

  @Test
  void killedPeerIsStartedAgainAndTheJobSucceeds() throws Exception {
    job.start();
    killReaderAndGoOn();
    assertTheReaderHasHadTwoContainers();
  }

  @Test
  void killedProcessIsStartedAgainWithoutACluster() throws Exception {
    job.start("--local");
    killReaderAndGoOn();
    assertTheReaderHasHadTwoContainers();
  }

  private void killReaderAndGoOn() throws Exception {
    ContainerProcess.of(cluster, StandingJob.READER).kill();
    job.awaitNextReader();
    job.goOn();
    Outcome outcome = job.end();
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.out()).contains("Rank " + StandingJob.READER + " was started again: ");
  }

  private void assertTheReaderHasHadTwoContainers() throws Exception {
    RankReport reader = cluster.report(job.output()).ranks().get(StandingJob.READER);
    assertThat(reader.incarnation()).isEqualTo(2);
    assertThat(reader.losses()).singleElement().asString().contains("137");
    assertThat(Sha256.ofOutputs(cluster.fs(), job.output())).isEqualTo(job.expectedOutputs());
    cluster.assertNothingIsLeft();
  }
}
