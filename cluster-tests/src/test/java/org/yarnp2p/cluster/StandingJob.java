package org.yarnp2p.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * A job of two peers that stands still for as long as a test wants: one rank reads a file that does
 * not let it, the other waits for it at the start gate.
 */
final class StandingJob implements Closeable {
  /** The rank that reads. */
  static final int READER = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final TestCluster cluster;
  private final Door door = new Door();
  private final SwarmInput swarm;
  private final String input;
  private final org.apache.hadoop.fs.Path output;
  private CompletableFuture<Outcome> client;
  private Process process;

  StandingJob(TestCluster cluster) throws IOException {
    this.cluster = cluster;
    org.apache.hadoop.fs.Path file = TestCluster.newLocalPath("standing");
    Payload payload = Payload.write(file.getFileSystem(cluster.configuration()), file, 10, 1);
    swarm =
        new SwarmInput(2)
            .holds(1, "file", SwarmInput.segments("file", 10))
            .holds(READER, "held", new Payload(door.path(file), 10, payload.sha256()))
            .wants(1, "held")
            .wants(READER, "file");
    input = swarm.writeTo(cluster.fs(), cluster.newPath("standing")).toString();
    output = cluster.newPath("out");
  }

  org.apache.hadoop.fs.Path output() {
    return output;
  }

  /** What each rank wants and gets. */
  Map<String, String> expectedOutputs() {
    return swarm.expectedOutputs();
  }

  /**
   * Submits the job from this JVM and returns when it stands still.
   *
   * @param options of the command line
   */
  void start(String... options) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("run", "--input", input, "--output", output.toString()));
    args.addAll(1, List.of(options));
    client = CompletableFuture.supplyAsync(() -> cluster.p2p(args.toArray(String[]::new)));
    door.awaitReader(PATIENCE);
  }

  /** Returns when the next container of the rank that reads stands where the last one stood. */
  void awaitNextReader() throws IOException {
    door.awaitReader(PATIENCE);
  }

  /** Lets the job go on. */
  void goOn() throws IOException {
    door.letIn();
  }

  /** The same with a client of its own. */
  Process startInProcess(Path log) throws IOException {
    Path site = TestCluster.newLocalFile("site.xml");
    try (OutputStream out = Files.newOutputStream(site)) {
      cluster.configuration().writeXml(out);
    }
    String classPath =
        String.join(
            ":",
            TestCluster.property("p2p.jar"),
            TestCluster.testClasses(),
            TestCluster.property("p2p.hadoop.lib") + "/*");
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath,
                    "org.yarnp2p.client.P2p",
                    "run",
                    "-conf",
                    site.toString(),
                    "--input",
                    input,
                    "--output",
                    output.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    door.awaitReader(PATIENCE);
    return process;
  }

  /** The one application that is running. */
  ApplicationId applicationId() throws IOException, YarnException {
    return cluster.runningApplication();
  }

  /** How the client in this JVM has ended. */
  Outcome end() throws Exception {
    return client.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    door.close();
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
