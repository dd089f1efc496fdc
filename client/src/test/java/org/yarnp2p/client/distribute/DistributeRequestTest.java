package org.yarnp2p.client.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.JobFixture;
import org.yarnp2p.client.submit.JobSubmission;
import org.yarnp2p.client.submit.NewJob;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.client.yarn.FakeTime;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DistributeRequestTest {
  @TempDir private Path directory;

  private final FakeCluster cluster =
      new FakeCluster()
          .node("node1", NodeState.RUNNING)
          .node("node2", NodeState.RUNNING, "gpu")
          .node("node3", NodeState.LOST);

  private Configuration conf;
  private Path tree;

  @Command
  private static final class Line {
    @Mixin private DistributeOptions options;
  }

  @BeforeEach
  void files() throws Exception {
    conf = new JobFixture(directory).conf();
    tree = Files.createDirectories(directory.resolve("index/empty")).getParent();
    Files.writeString(tree.resolve("b"), "12345");
    Files.writeString(tree.resolve("a"), "");
  }

  @Test
  void clusterIsNotAskedWhileTheOptionsMakeNoSense() {
    DistributeOptions.Nodes unasked =
        () -> {
          throw new AssertionError("asked");
        };
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new DistributeOptions().onCluster(conf, unasked, line -> {}))
        .withMessageContaining("--source is missing");
  }

  private DistributeRequest request(String... more) throws Exception {
    Line line = new Line();
    CommandLine parser = new CommandLine(line).setCaseInsensitiveEnumValuesAllowed(true);
    List<String> args = new java.util.ArrayList<>(List.of("--source", tree.toString()));
    args.addAll(List.of("--target", "/data/{host}"));
    args.addAll(List.of(more));
    parser.parseArgs(args.toArray(String[]::new));
    return line.options.onCluster(conf, cluster::nodes, note -> {});
  }

  @Test
  void planSaysAllThatTheRanksMustKnow() throws Exception {
    JobPlan plan =
        request("--verify", "digest", "--no-preserve", "--delete", "--reserve", "1k")
            .plan(conf, "application_1_0001");
    assertThat(plan.name()).isEqualTo("index");
    assertThat(plan.peers()).isEqualTo(2);
    assertThat(plan.files()).extracting(PlannedFile::name).containsExactly("index/a", "index/b");
    assertThat(plan.file(1).origin().uri()).isEqualTo("file:" + tree + "/b");
    assertThat(plan.file(1).origin().length()).isEqualTo(5);
    assertThat(plan.file(1).segmentSize()).isEqualTo(512 << 10);
    assertThat(plan.outputDirectory())
        .isEqualTo("file:" + directory + "/staging/reports/application_1_0001");
    Distribution distribution = plan.distribution();
    assertThat(distribution.nodes()).containsExactly("node1", "node2");
    assertThat(distribution.targetOf(2)).isEqualTo("/data/node2");
    assertThat(distribution.minNodes()).isEqualTo(2);
    assertThat(distribution.nodeWaitMillis()).isEqualTo(120_000);
    assertThat(distribution.verify()).isEqualTo(Distribution.Verify.DIGEST);
    assertThat(distribution.preserve()).isFalse();
    assertThat(distribution.delete()).isTrue();
    assertThat(distribution.reserveBytes()).isEqualTo(1024);
    assertThat(distribution.directories())
        .extracting(Distribution.Directory::path)
        .containsExactly("index", "index/empty");
    assertThat(distribution.attributes()).hasSameSizeAs(plan.files());
  }

  @Test
  void unlessSaidOtherwiseTimesAreKeptAndNothingIsDeleted() throws Exception {
    Distribution distribution = request().plan(conf, "application_1_0001").distribution();
    assertThat(distribution.preserve()).isTrue();
    assertThat(distribution.delete()).isFalse();
    assertThat(distribution.verify()).isEqualTo(Distribution.Verify.SIZE);
    assertThat(request("--preserve").plan(conf, "application_1_0001").distribution().preserve())
        .isTrue();
  }

  @Test
  void settingsTravelInTheFrozenConfiguration() throws Exception {
    request("--rate", "50m", "--slots", "1", "--segment-size", "4m", "--node-wait", "30s");
    assertThat(conf.get("p2p.peer.rate.up")).isEqualTo("50m");
    assertThat(conf.get("p2p.peer.rate.down")).isEqualTo("50m");
    assertThat(conf.get("p2p.peer.slots.upload")).isEqualTo("1");
    assertThat(conf.get("p2p.peer.slots.sending")).isEqualTo("1");
    assertThat(conf.get("p2p.segment.size")).isEqualTo("4m");
    assertThat(conf.get("p2p.distribute.node-wait")).isEqualTo("30s");
  }

  @Test
  void trackerIsWaitedForAtLeastAsLongAsNodes() throws Exception {
    request("--node-wait", "4m");
    assertThat(P2pConf.millis(conf, "p2p.am.containers.timeout")).isEqualTo(300_000);
    request("--node-wait", "20m");
    assertThat(P2pConf.millis(conf, "p2p.am.containers.timeout")).isEqualTo(1_200_000);
  }

  @Test
  void segmentSizeThatDoesNotFitAFileIsTheCallersMistake() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(tree.resolve("c").toFile(), "rw")) {
      sparse.setLength((1 << 24) + 1);
    }
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> request("--segment-size", "1"))
        .withMessage(
            "p2p.segment.size: 1 bytes is too small for index/c of 16777217 bytes; expected at"
                + " least 2");
  }

  @Test
  void targetLiesWhereItMay() throws Exception {
    conf.set("p2p.target.roots", "/srv,/data/node1");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::request)
        .withMessage(
            "--target: /data/{host} is not below one of [/srv, /data/node1], which p2p.target.roots"
                + " allows");
    conf.set("p2p.target.roots", "/srv,/data");
    assertThat(request().peers()).isEqualTo(2);
    conf.set("p2p.target.roots", "srv");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(this::request)
        .withMessageContaining("p2p.target.roots: found 'srv'");
  }

  @Test
  void absentNodesCountUnlessFewerAreEnough() throws Exception {
    Path hosts = Files.write(directory.resolve("hosts"), List.of("node1", "node3"));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> request("--nodes", hosts.toString()))
        .withMessageContaining("node3: it is LOST; 1 of 2 nodes cannot take part");
    DistributeRequest request = request("--nodes", hosts.toString(), "--min-nodes", "1");
    assertThat(request.peers()).isOne();
    assertThat(request.absent()).containsExactly("node3: it is LOST");
    assertThat(request.plan(conf, "application_1_0001").distribution().absent())
        .containsExactly("node3: it is LOST");
  }

  @Test
  void distributionIsSubmittedWithoutInputFiles() throws Exception {
    DistributeRequest request = request("--nodes", "gpu", "--output", directory + "/out");
    FakeTime time = new FakeTime();
    JobSubmission submission =
        new JobSubmission(conf, new PatientCluster(cluster, 1000, why -> {}, time, time));
    NewJob job = submission.prepare();
    submission.submit(job, request);
    assertThat(cluster.submitted().getNodeLabelExpression()).isEqualTo("gpu");
    Path staged = directory.resolve("staging").resolve(job.id());
    try (InputStream in = Files.newInputStream(staged.resolve("plan.json"))) {
      assertThat(JobPlan.read(in).racks()).containsOnly(Map.entry("node2", "/rack"));
    }
    assertThat(staged.resolve("input")).doesNotExist();
    assertThat(job.staging().clientToken()).isPresent();
  }
}
