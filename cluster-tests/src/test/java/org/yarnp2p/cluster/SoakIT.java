package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many jobs of all kinds in a row on one cluster, from one client JVM, leave nothing that grows.
 * Takes many minutes: only when {@code -Dsoak.jobs=N} says how many.
 */
@Tag("soak")
@ExtendWith(SharedCluster.class)
class SoakIT {
  private static final Logger LOG = LoggerFactory.getLogger(SoakIT.class);
  private static final String JOBS = "soak.jobs";

  /** What the first jobs make is kept: classes, pools of threads, connections. */
  private static final int WARM_UP = 20;

  private static final int SMALL_FILES = 20;

  private final TestCluster cluster;
  private final SwarmInput exchange =
      new SwarmInput(2)
          .holds(1, "alpha", SwarmInput.segments("alpha", 40))
          .holds(2, "bravo", SwarmInput.segments("bravo", 60))
          .wants(1, "bravo")
          .wants(2, "alpha");
  private final SwarmInput payload = new SwarmInput(2);
  private Path exchangeInput;
  private Path payloadInput;
  private Path tree;

  SoakIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void writeInputs() throws IOException {
    exchangeInput = exchange.writeTo(cluster.fs(), cluster.newPath("exchange"));
    Path file = cluster.newPath("payload");
    payload.holds(1, "payload", Payload.write(cluster.fs(), file, 10_000_001, 1));
    payload.wants(2, "payload");
    payloadInput = payload.writeTo(cluster.fs(), cluster.newPath("payload-in"));
    tree = cluster.newPath("tree");
    for (int i = 0; i < SMALL_FILES; i++) {
      Payload.write(cluster.fs(), new Path(tree, "d" + i % 3 + "/f" + i), 1000L * i, i);
    }
  }

  @Test
  void jobsInARowLeaveNothingThatGrows() throws Exception {
    int jobs = Integer.parseInt(TestCluster.property(JOBS));
    assertThat(jobs).as(JOBS).isGreaterThan(WARM_UP);
    Leftovers before = null;
    for (int job = 1; job <= jobs; job++) {
      run(job);
      cluster.assertNothingIsLeft();
      if (job % 10 == 0) {
        Leftovers now = Leftovers.of(cluster);
        LOG.info("After {} jobs: {}", job, now);
        before = job == WARM_UP ? now : before;
      }
    }
    Eventually.isTrue(() -> cluster.nodeDirectories().isEmpty());
    Leftovers after = Leftovers.of(cluster);
    assertThat(after.notMoreThan(before)).as("%s, after %s", after, before).isTrue();
  }

  private void run(int job) throws Exception {
    switch (job % 10) {
      case 3 -> killed();
      case 6 -> containerKilled();
      case 1, 4, 8 -> exchanged(payloadInput, payload.expectedOutputs());
      case 2, 7 -> distributed();
      default -> exchanged(exchangeInput, exchange.expectedOutputs());
    }
  }

  private void exchanged(Path input, Map<String, String> expected) throws IOException {
    Path out = cluster.newPath("out");
    cluster.runs(input, out);
    assertThat(Sha256.ofOutputs(cluster.fs(), out)).isEqualTo(expected);
    cluster.fs().delete(out, true);
  }

  private void distributed() throws IOException {
    java.nio.file.Path nodes = TestCluster.newLocalFile("nodes");
    Path out = cluster.newPath("out");
    Outcome outcome =
        cluster.p2p(
            "distribute",
            "--source",
            tree.toString(),
            "--target",
            nodes + "/{rank}",
            "--output",
            out.toString());
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    String last = "d" + (SMALL_FILES - 1) % 3 + "/f" + (SMALL_FILES - 1);
    assertThat(nodes.resolve("1/" + tree.getName() + "/" + last)).hasSize(1000 * (SMALL_FILES - 1));
    cluster.fs().delete(out, true);
    FileSystem.getLocal(cluster.configuration()).delete(new Path(nodes.toUri()), true);
    Files.delete(nodes.getParent());
  }

  private void killed() throws Exception {
    try (StandingJob job = new StandingJob(cluster)) {
      job.start();
      cluster.yarn().killApplication(job.applicationId());
      assertThat(job.end().exitCode()).isEqualTo(1);
    }
  }

  private void containerKilled() throws Exception {
    try (StandingJob job = new StandingJob(cluster)) {
      job.start();
      ContainerProcess.of(cluster, StandingJob.READER).kill();
      job.awaitNextReader();
      job.goOn();
      Outcome outcome = job.end();
      assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    }
  }
}
