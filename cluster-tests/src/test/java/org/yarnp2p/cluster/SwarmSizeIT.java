package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs of one to many peers, and the ways to get at their outputs. */
@ExtendWith(SharedCluster.class)
class SwarmSizeIT {
  private final TestCluster cluster;

  SwarmSizeIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** N = 1: what it wants it holds. */
  @Test
  void detachedJobEndsByItselfAndIsFetchedLater() throws Exception {
    SwarmInput input =
        new SwarmInput(1).holds(1, "own", SwarmInput.segments("own", 3)).wants(1, "own");
    Path in = input.writeTo(cluster.fs(), cluster.newPath("one"));
    Path out = cluster.newPath("out");

    Outcome detached =
        cluster.p2p("run", "--input", in.toString(), "--output", out.toString(), "--detach");
    assertThat(detached.exitCode()).as("%s", detached).isZero();
    ApplicationId id = ApplicationId.fromString(detached.out().strip());
    Eventually.isTrue(
        () ->
            cluster.yarn().getApplicationReport(id).getFinalApplicationStatus()
                == FinalApplicationStatus.SUCCEEDED);

    Path local = TestCluster.newLocalPath("fetched");
    Outcome fetched =
        cluster.p2p("fetch", "--output", out.toString(), "--to", local.toUri().getPath());
    assertThat(fetched.exitCode()).as("%s", fetched).isZero();
    FileSystem files = FileSystem.getLocal(cluster.configuration());
    assertThat(Sha256.ofOutputs(files, local)).isEqualTo(input.expectedOutputs());
    cluster.assertNothingIsLeft();
  }

  /** N = 2, the second of which wants nothing. */
  @Test
  void existingOutputIsReplacedOnlyWhenAskedTo() throws IOException {
    SwarmInput input =
        new SwarmInput(2)
            .holds(2, "file", SwarmInput.segments("file", 10))
            .holds(2, "single", SwarmInput.segments("single", 1))
            .wants(1, "file", "single");
    Path in = input.writeTo(cluster.fs(), cluster.newPath("two"));
    Path out = cluster.newPath("out");
    try (OutputStream old = cluster.fs().create(new Path(out, "client1_file"))) {
      old.write('x');
    }

    Outcome refused = cluster.p2p("run", "--input", in.toString(), "--output", out.toString());
    assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
    assertThat(refused.err()).contains(out.toString(), "already exists", "--overwrite");

    cluster.runs(in, out, "--overwrite");
    assertThat(Sha256.ofOutputs(cluster.fs(), out)).isEqualTo(input.expectedOutputs());
    cluster.assertNothingIsLeft();
  }

  /** N = 3, one of which holds nothing, and one holds and wants nothing. */
  @Test
  void outputsAreFetchedAtTheEnd() throws IOException {
    SwarmInput input =
        new SwarmInput(3).holds(1, "file", SwarmInput.segments("file", 60)).wants(3, "file");
    Path in = input.writeTo(cluster.fs(), cluster.newPath("three"));
    Path local = TestCluster.newLocalPath("fetched");

    cluster.runs(in, cluster.newPath("out"), "--fetch", local.toUri().getPath());

    FileSystem files = FileSystem.getLocal(cluster.configuration());
    assertThat(Sha256.ofOutputs(files, local)).isEqualTo(input.expectedOutputs());
    cluster.assertNothingIsLeft();
  }

  @Test
  void tenPeersExchangeTenThousandSegments() throws IOException {
    SwarmInput input =
        new SwarmInput(10)
            .holds(1, "long", SwarmInput.segments("long", 10_000))
            .holds(10, "single", SwarmInput.segments("single", 1));
    IntStream.rangeClosed(2, 10).forEach(rank -> input.wants(rank, "long"));
    IntStream.rangeClosed(1, 9).forEach(rank -> input.wants(rank, "single"));
    Path in = input.writeTo(cluster.fs(), cluster.newPath("ten"));
    Path out = cluster.newPath("out");

    cluster.runs(in, out);

    assertThat(Sha256.ofOutputs(cluster.fs(), out)).isEqualTo(input.expectedOutputs());
    cluster.assertNothingIsLeft();
  }
}
