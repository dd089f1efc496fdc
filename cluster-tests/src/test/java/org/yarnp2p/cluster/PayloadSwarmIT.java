package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.RankReport;

/** Files held by path, of all kinds and sizes, in one job. */
@ExtendWith(SharedCluster.class)
class PayloadSwarmIT {
  private static final int MIB = 1 << 20;

  private final TestCluster cluster;
  private SwarmInput input;
  private Path in;
  private Payload origin;

  PayloadSwarmIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void writeInput() throws IOException {
    FileSystem fs = cluster.fs();
    Path files = cluster.newPath("files");
    Payload large = Payload.write(fs, new Path(files, "large"), 33_000_007, 1);
    Payload half = Payload.write(fs, new Path(files, "half"), 12L * MIB, 2);
    Payload prefix = Payload.write(fs, new Path(files, "prefix"), 5L * MIB, 2);
    Payload empty = Payload.write(fs, new Path(files, "empty"), 0, 3);
    Payload one = Payload.write(fs, new Path(files, "one"), 1, 4);
    origin = Payload.write(fs, new Path(files, "origin"), 24L * MIB + 3, 5);
    input =
        new SwarmInput(4)
            .holds(0, "origin", origin)
            .holds(1, "large", large)
            .holds(1, "half", half)
            .holdsPrefix(2, "half", prefix)
            .holds(3, "empty", empty)
            .holds(3, "one", one)
            .wants(1, "origin", "empty")
            .wants(2, "large", "half", "origin", "empty", "one")
            .wants(3, "large", "half", "origin")
            .wants(4, "large", "half", "origin", "empty", "one");
    in = input.writeTo(fs, cluster.newPath("payload"));
  }

  @Test
  void payloadsArriveAndAnOriginIsReadAboutOnce() throws IOException {
    Path out = cluster.newPath("out");

    JobReport report = cluster.runs(in, out);

    assertThat(Sha256.ofOutputs(cluster.fs(), out)).isEqualTo(input.expectedOutputs());
    assertThat(report.ranks().stream().mapToLong(RankReport::originBytes).sum())
        .isBetween(origin.bytes(), origin.bytes() * 11 / 10);
    FileReport file = file(report, "origin");
    assertThat(file.originCopies()).isEqualTo(1.0, Offset.offset(0.1));
    assertThat(file(report, "large").firstHolderCopies()).isBetween(1.0, 3.0);
    assertThat(file(report, "empty").bytes()).isZero();
    assertThat(file(report, "one").segments()).isOne();
    cluster.assertNothingIsLeft();
  }

  @Test
  void withoutAClusterTheOutputsAreTheSame() throws IOException {
    Path out = TestCluster.newLocalPath("payload");

    JobReport report = cluster.runs(in, out, "--local");

    assertThat(report.state()).isEqualTo(JobReport.State.SUCCEEDED);
    FileSystem local = FileSystem.getLocal(cluster.configuration());
    assertThat(Sha256.ofOutputs(local, out)).isEqualTo(input.expectedOutputs());
    cluster.assertNothingIsLeft();
  }

  private static FileReport file(JobReport report, String name) {
    return report.files().stream().filter(f -> f.name().equals(name)).findAny().orElseThrow();
  }
}
