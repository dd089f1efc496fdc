package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/** The ApplicationMaster dies in the midst of a job. */
@ExtendWith(SharedCluster.class)
class MasterLossIT {
  /** At this rate the exchange takes longer than the start of another ApplicationMaster. */
  private static final String RATE = "2m";

  private static final long BYTES = 20L << 20;

  private final TestCluster cluster;
  private SwarmInput input;
  private Path in;

  MasterLossIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void writeInput() throws IOException {
    Path file = new Path(cluster.newPath("files"), "file");
    input =
        new SwarmInput(3)
            .holds(1, "file", Payload.write(cluster.fs(), file, BYTES, 1))
            .wants(2, "file")
            .wants(3, "file");
    in = input.writeTo(cluster.fs(), cluster.newPath("lossy"));
  }

  @Test
  void anotherAttemptTakesOverTheContainersAndFinishesTheJob() throws Exception {
    Path out = cluster.newPath("out");
    CompletableFuture<Outcome> client =
        CompletableFuture.supplyAsync(
            () ->
                cluster.p2p(
                    "run",
                    "-D",
                    "p2p.peer.rate.down=" + RATE,
                    "--input",
                    in.toString(),
                    "--output",
                    out.toString()));
    Eventually.isTrue(this::isRunning);
    ApplicationId id = cluster.runningApplication();
    Eventually.isTrue(() -> cluster.yarn().getApplicationReport(id).getProgress() > 0.1);
    ContainerProcess.master(cluster).kill();

    Outcome outcome = client.get(3, TimeUnit.MINUTES);

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(cluster.yarn().getApplicationAttempts(id)).hasSize(2);
    assertThat(Sha256.ofOutputs(cluster.fs(), out)).isEqualTo(input.expectedOutputs());
    JobReport report = cluster.report(out);
    assertThat(report.ranks()).extracting(RankReport::incarnation).containsOnly(1);
    assertThat(report.ranks())
        .extracting(rank -> ContainerId.fromString(rank.containerId()))
        .extracting(container -> container.getApplicationAttemptId().getAttemptId())
        .containsOnly(1);
    assertThat(report.ranks().get(2).downBytes() + report.ranks().get(3).downBytes())
        .isBetween(2 * BYTES, 2 * BYTES + BYTES / 2);
    cluster.assertNothingIsLeft();
  }

  private boolean isRunning() throws Exception {
    List<?> running = cluster.yarn().getApplications(EnumSet.of(YarnApplicationState.RUNNING));
    return running.size() == 1;
  }
}
