package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/** Files and trees of HDFS on every node; the nodes are on one host, so they have targets apart. */
@ExtendWith(SharedCluster.class)
class DistributeIT {
  private static final int MIB = 1 << 20;
  private static final int SMALL_FILES = 50;

  private final TestCluster cluster;
  private Path nodes;
  private org.apache.hadoop.fs.Path source;

  DistributeIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void writeSource() throws IOException {
    FileSystem fs = cluster.fs();
    source = cluster.newPath("source");
    Payload.write(fs, new org.apache.hadoop.fs.Path(source, "model.bin"), 24L * MIB + 3, 1);
    for (int i = 0; i < SMALL_FILES; i++) {
      Payload.write(fs, new org.apache.hadoop.fs.Path(source, "tree/d" + i % 5 + "/f" + i), i, i);
    }
    fs.mkdirs(new org.apache.hadoop.fs.Path(source, "tree/empty"));
    nodes = TestCluster.newLocalFile("nodes");
  }

  private JobReport distributes(org.apache.hadoop.fs.Path out, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "distribute",
                "--source",
                source + "/model.bin",
                source + "/tree",
                "--target",
                nodes + "/{rank}",
                "--output",
                out.toString()));
    args.addAll(List.of(more));
    Outcome outcome = cluster.p2p(args.toArray(String[]::new));
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    return cluster.report(out);
  }

  /** Also that nothing is there which was not at the source. */
  private void assertArrived(int rank) throws IOException {
    FileSystem fs = cluster.fs();
    Path target = nodes.resolve(Integer.toString(rank));
    List<String> expected = new ArrayList<>();
    expected.add("model.bin");
    for (int i = 0; i < SMALL_FILES; i++) {
      expected.add("tree/d" + i % 5 + "/f" + i);
    }
    for (String name : expected) {
      Path there = target.resolve(name);
      assertThat(there).exists();
      try (var in = fs.open(new org.apache.hadoop.fs.Path(source, name))) {
        assertThat(Files.readAllBytes(there)).as(there.toString()).isEqualTo(in.readAllBytes());
      }
    }
    assertThat(target.resolve("tree/empty")).isEmptyDirectory();
    try (Stream<Path> all = Files.walk(target)) {
      List<String> found =
          all.filter(Files::isRegularFile)
              .map(file -> target.relativize(file).toString())
              .filter(name -> !name.startsWith("."))
              .toList();
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static long received(JobReport report) {
    return report.ranks().stream().mapToLong(rank -> rank.downBytes() + rank.originBytes()).sum();
  }

  /** Then a damaged copy is repaired. */
  @Test
  void filesArriveOnEveryNodeAndTheSecondTimeNothingMoves() throws IOException {
    JobReport first = distributes(cluster.newPath("first"));

    assertThat(first.peers()).isGreaterThanOrEqualTo(2);
    for (int rank = 1; rank <= first.peers(); rank++) {
      assertArrived(rank);
    }
    long bytes = first.wantedBytes() / first.peers();
    assertThat(first.ranks().stream().mapToLong(RankReport::originBytes).sum())
        .isBetween(bytes, bytes * 105 / 100);
    cluster.assertNothingIsLeft();

    JobReport second = distributes(cluster.newPath("second"), "--verify", "digest");

    assertThat(received(second)).isZero();
    cluster.assertNothingIsLeft();

    Path damaged = nodes.resolve("1/model.bin");
    byte[] content = Files.readAllBytes(damaged);
    content[5 * MIB] ^= 1;
    Files.write(damaged, content);

    JobReport third = distributes(cluster.newPath("third"), "--verify", "digest");

    assertThat(received(third)).isPositive().isLessThan(bytes * 105 / 100);
    assertArrived(1);
    cluster.assertNothingIsLeft();
  }

  @Test
  void withoutAClusterTheSameArrives() throws IOException {
    org.apache.hadoop.fs.Path out = TestCluster.newLocalPath("distribute");

    JobReport report = distributes(out, "--local", "--nodes", "2");

    assertThat(report.peers()).isEqualTo(2);
    for (int rank = 1; rank <= 2; rank++) {
      assertArrived(rank);
    }
    cluster.assertNothingIsLeft();
  }
}
