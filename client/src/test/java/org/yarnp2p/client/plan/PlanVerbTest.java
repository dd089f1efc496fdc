package org.yarnp2p.client.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.client.Screen;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.JobFixture;
import org.yarnp2p.client.yarn.Cluster.Node;
import org.yarnp2p.client.yarn.FakeCluster;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine;

class PlanVerbTest {
  @TempDir private Path directory;

  private final Screen screen = new Screen();
  private final FakeCluster cluster =
      new FakeCluster().node("node1", NodeState.RUNNING).node("node2", NodeState.RUNNING);
  private JobFixture job;
  private Path model;

  @BeforeEach
  void files() throws Exception {
    job = new JobFixture(directory);
    model = Files.write(directory.resolve("model.bin"), new byte[1 << 20]);
  }

  private ExitCode plan(String... args) throws Exception {
    PlanVerb verb = new PlanVerb();
    new CommandLine(verb).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
    return verb.run(new Session(job.conf(), screen.console()), cluster);
  }

  private ExitCode distribution(String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("--source", model.toString()));
    args.addAll(List.of("--target", "/data"));
    args.addAll(List.of(more));
    return plan(args.toArray(String[]::new));
  }

  @Test
  void distributionThatCouldStartIsResolved() throws Exception {
    assertThat(distribution("--link-rate", "8mbit")).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("bytes to move +2\\.0 MiB"))
        .anyMatch(line -> line.matches("bound at 8mbit +2\\.1 s"))
        .anyMatch(line -> line.matches("placement +strict node requests: every rank asks .*"))
        .anyMatch(line -> line.matches("memory needed +3\\.0 GiB"))
        .anyMatch(line -> line.matches("largest container +8\\.0 GiB, 4 vcores"))
        .anyMatch(
            line ->
                line.matches(
                    "queue +default, 50 % \\(up to 100 %\\) of the cluster, 10 % .*16\\.0 GiB"
                        + " free"))
        .anyMatch(line -> line.matches("peer +2 +768\\.0 MiB +1"))
        .anyMatch(line -> line.matches("1 +node1"))
        .anyMatch(line -> line.matches("2 +node2"))
        .contains("file:" + model + " must be the same on every node");
    assertThat(screen.err()).isEmpty();
    assertThat(cluster.calls()).isEmpty();
  }

  @Test
  void containersThatAreTooLargeAreAReason() throws Exception {
    cluster.largest(512, 1);
    assertThat(distribution()).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err().get(0)).isEqualTo("The job could not start:");
    assertThat(screen.err().get(1)).contains("p2p.am.memory.mb: found 768 MiB");
  }

  @Test
  void queueThatDoesNotExistIsAReason() throws Exception {
    assertThat(distribution("--queue", "nowhere")).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err())
        .contains("  YARN has no queue 'nowhere'; set --queue to one of batch, default");
  }

  @Test
  void queueThatWouldBeMadeIsNoReason() throws Exception {
    cluster.makeQueues("the scheduler makes it if it may");
    assertThat(distribution("--queue", "nowhere")).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .contains("YARN has no queue 'nowhere' yet; the scheduler makes it if it may");
  }

  @Test
  void queueThatHasQueuesOfItsOwnIsAReason() throws Exception {
    assertThat(distribution("--queue", "root")).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err())
        .contains(
            "  queue 'root' has queues of its own, and applications go to these only; set --queue"
                + " to one of batch, default");
  }

  @Test
  void queueThatIsNotForThisPersonIsAReason() throws Exception {
    cluster.closeQueues();
    assertThat(distribution()).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err().get(1))
        .startsWith("  queue 'default' is not for you: ")
        .endsWith("may not submit applications to it (acl_submit_applications)");
  }

  @Test
  void nodesThatAreTooSmallAreAReasonUnlessFewerAreEnough() throws Exception {
    cluster.node(new Node("tiny", "tiny", "/rack", NodeState.RUNNING, Set.of(), 512, 1, 512, 1));
    assertThat(distribution()).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err().get(1)).contains("1 of 3 nodes are too small for a peer");
    assertThat(distribution("--min-nodes", "2")).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("3 +tiny +too small: has 512\\.0 MiB.*"));
  }

  @Test
  void roomForAsManyNodesAsAreEnoughIsRoom() throws Exception {
    job.conf().set("p2p.peer.memory.mb", "8000");
    assertThat(distribution()).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err().get(1)).startsWith("  all containers together need 17.1 GiB");
    assertThat(distribution("--min-nodes", "1")).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.endsWith("have 16.0 GiB: it would go on without some nodes"))
        .anyMatch(
            line ->
                line.startsWith(
                    "queue 'default' has 16.0 GiB of its own share free now, the job needs 17.1"
                        + " GiB: more it gets as far as other queues leave room"));
  }

  @Test
  void nodesWithALabelAreLookedAtByThemselves() throws Exception {
    cluster.node("node3", NodeState.RUNNING, "gpu");
    assertThat(distribution("--nodes", "gpu")).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(
            line ->
                line.matches("queue +default, 80 % \\(up to 80 %\\) of the nodes with label gpu"));
    job.conf().set("p2p.peer.memory.mb", "8000");
    assertThat(distribution("--nodes", "gpu")).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err().get(1))
        .endsWith("and all RUNNING nodes with label gpu together have 8.0 GiB");
  }

  @Test
  void queueWithoutAShareOfTheNodesWithALabelIsAReason() throws Exception {
    cluster.node("node3", NodeState.RUNNING, "gpu").shareOfLabels(0);
    assertThat(distribution("--nodes", "gpu")).isEqualTo(ExitCode.USAGE);
    assertThat(screen.err().get(1))
        .startsWith("  queue 'default' has no share of the nodes with label gpu");
  }

  @Test
  void racksAreCounted() throws Exception {
    assertThat(distribution()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out()).noneMatch(line -> line.contains(" racks "));
    cluster.node(new Node("far", "far", "/other", NodeState.RUNNING, Set.of(), 8192, 4, 8192, 4));
    assertThat(distribution()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.startsWith("The nodes are in 2 racks of 1 to 2 nodes."));
  }

  @Test
  void busyNodeIsNamed() throws Exception {
    cluster.node(new Node("busy", "busy", "/rack", NodeState.RUNNING, Set.of(), 8192, 4, 100, 4));
    assertThat(distribution()).isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("3 +busy +busy now, is waited for up to 2 min 0 s"));
  }

  @Test
  void runIsResolvedToo() throws Exception {
    assertThat(plan("--input", job.input().toString(), "--output", job.output().toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(screen.out())
        .anyMatch(line -> line.matches("placement +anywhere: .*"))
        .anyMatch(line -> line.matches("bytes to move +8 B"));
    assertThat(job.output()).doesNotExist();
  }

  @Test
  void runWithMoreRanksThanTheClusterHasRoomForIsAReason() throws Exception {
    job.conf().set("p2p.peer.memory.mb", "8000");
    assertThat(plan("--input", job.input().toString(), "--output", job.output().toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(screen.err().get(1)).startsWith("  all containers together need ");
  }

  @Test
  void clusterThatDoesNotAnswerIsNoReasonOfTheJobs() {
    cluster.down();
    job.conf().set("p2p.client.rm.timeout", "1ms");
    assertThatIOException()
        .isThrownBy(() -> distribution())
        .withMessageContainingAll("rm.example.org:8032 has not answered", "Connection refused");
  }

  @Test
  void linkRateThatCannotBeCountedIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> distribution("--link-rate", "999999999999gbit"))
        .withMessageContaining("--link-rate: found '999999999999gbit'");
  }

  @Test
  void runAndDistributionTogetherAreRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> distribution("--input", job.input().toString()))
        .withMessage(
            "--input is of a run, and of a distribution are --source, --target; a plan is for one"
                + " of the two");
  }

  @ParameterizedTest
  @CsvSource({
    "--nodes=7, --nodes",
    "--delete, --delete",
    "--no-preserve, --preserve",
    "--min-nodes=1, --min-nodes",
  })
  void optionOfADistributionIsNoneOfARun(String given, String name) {
    String in = job.input().toString();
    String out = job.output().toString();
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> plan("--input", in, "--output", out, "--name", "n", given))
        .withMessage(
            "--input is of a run, and of a distribution is "
                + name
                + "; a plan is for one of the two");
  }

  @Test
  void optionOfARunIsNoneOfADistribution() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> distribution("--overwrite"))
        .withMessage("--overwrite is of a run: say its --input, or leave it out");
  }

  @Test
  void resultIsJsonForScripts() throws Exception {
    assertThat(distribution("--format", "json")).isEqualTo(ExitCode.DONE);
    assertThat(String.join("\n", screen.out()))
        .contains("\"bytesToMove\" : 2097152")
        .contains("\"node\" : \"node2\"")
        .contains("\"mode\" : \"strict node requests\"");
  }
}
