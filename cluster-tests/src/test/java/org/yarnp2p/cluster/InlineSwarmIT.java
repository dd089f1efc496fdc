package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.model.FileKind;

/** Five peers, each the seed of some inline files and a leecher of others. */
@ExtendWith(SharedCluster.class)
class InlineSwarmIT {
  private final TestCluster cluster;

  InlineSwarmIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** 50 to 100 segments a file; rank 1 also holds a prefix of what it wants, rank 2 all of it. */
  private static SwarmInput crossing() {
    List<String> charlie = SwarmInput.segments("charlie", 77);
    return new SwarmInput(5)
        .holds(1, "alpha", SwarmInput.segments("alpha", 50))
        .holds(1, "charlie", charlie.subList(0, 20))
        .holds(2, "bravo", SwarmInput.segments("bravo", 64))
        .holds(3, "charlie", charlie)
        .holds(4, "delta", SwarmInput.segments("delta", 90))
        .holds(5, "echo", SwarmInput.segments("echo", 100))
        .wants(1, "bravo", "charlie")
        .wants(2, "charlie", "delta", "bravo")
        .wants(3, "delta", "echo")
        .wants(4, "echo", "alpha")
        .wants(5, "alpha", "bravo", "charlie");
  }

  @Test
  void everyPeerGetsWhatItWantedAndTheReportSaysHow() throws IOException {
    SwarmInput input = crossing();
    Path in = input.writeTo(cluster.fs(), cluster.newPath("inline"));
    Path out = cluster.newPath("out");

    JobReport report = cluster.runs(in, out, "--name", "five peers");

    assertThat(Sha256.ofOutputs(cluster.fs(), out)).isEqualTo(input.expectedOutputs());
    assertThat(cluster.names(out)).contains("_SUCCESS", "report.json").doesNotContain("_temporary");
    assertThat(report.state()).isEqualTo(JobReport.State.SUCCEEDED);
    assertThat(report.name()).isEqualTo("five peers");
    assertThat(report.peers()).isEqualTo(5);
    assertThat(report.acquiredBytes()).isEqualTo(report.wantedBytes()).isPositive();
    assertPhasesInOrder(report.phases());
    assertThat(report.swarmMillis()).isNotNegative();
    assertThat(report.ranks()).extracting(RankReport::rank).containsExactly(0, 1, 2, 3, 4, 5);
    for (RankReport rank : report.ranks()) {
      assertThat(rank.host()).startsWith("localhost:");
      assertThat(rank.containerId()).startsWith("container_");
      assertThat(rank.segmentsRefused()).isZero();
      assertThat(rank.acquiredBytes()).isEqualTo(rank.wantedBytes());
    }
    assertThat(report.files())
        .extracting(FileReport::name)
        .containsExactly("alpha", "bravo", "charlie", "delta", "echo");
    for (FileReport file : report.files()) {
      assertThat(file.kind()).isEqualTo(FileKind.INLINE);
      // No segment reaches others without leaving a first holder; at most three ranks want a file,
      // and one that waits for long may ask twice.
      assertThat(file.firstHolderCopies()).as(file.name()).isBetween(0.9, 4.0);
    }
    cluster.assertNothingIsLeft();
  }

  private static void assertPhasesInOrder(Phases phases) {
    assertThat(
            Stream.of(
                    phases.submit(),
                    phases.amUp(),
                    phases.containersUp(),
                    phases.gateOpen(),
                    phases.swarmDone(),
                    phases.committed())
                .toList())
        .as("%s", phases)
        .doesNotContainNull()
        .isSorted();
  }
}
