package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Showing;
import org.yarnp2p.cluster.EmbeddedCluster;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;

/** One run of the demo, from the start of the cluster to its end. */
final class Demo {
  /**
   * What came out.
   *
   * @param passed whether all checks have
   * @param parts how long each took, in their order
   * @param checks what was compared
   */
  record Result(boolean passed, List<Timetable.Part> parts, List<Checks.Check> checks) {}

  private static final String PAYLOAD = "payload.bin";
  private static final int PAYLOAD_HOLDER = 1;
  private static final List<Integer> PAYLOAD_LEECHERS = List.of(2, 3, 4);
  private static final int NODE_MEMORY_MB = 4096;

  /** Below the user's home directory in HDFS. */
  private static final org.apache.hadoop.fs.Path ROOT = new org.apache.hadoop.fs.Path("demo");

  private static final org.apache.hadoop.fs.Path INPUT = new org.apache.hadoop.fs.Path(ROOT, "in");
  private static final org.apache.hadoop.fs.Path OUTPUT =
      new org.apache.hadoop.fs.Path(ROOT, "out");

  private final Session session;
  private final Console console;
  private final Path home;
  private final Path fetched;
  private final long payloadBytes;
  private final Showing showing;
  private final Timetable timetable;
  private final Checks checks = new Checks();

  /**
   * Prepares a run.
   *
   * @param home local directory for the cluster's files
   * @param fetched local directory for the job's outputs
   * @param payloadBytes size of the payload file
   * @param showing how much is shown while it runs
   */
  Demo(Session session, Path home, Path fetched, long payloadBytes, Showing showing) {
    this.session = session;
    this.console = session.console();
    this.home = home;
    this.fetched = fetched;
    this.payloadBytes = payloadBytes;
    this.showing = showing;
    this.timetable = new Timetable(System::nanoTime);
  }

  /** Runs it. */
  Result run() throws IOException {
    say("starting HDFS and YARN with " + EmbeddedCluster.NODES + " NodeManagers");
    EmbeddedCluster cluster =
        EmbeddedCluster.start(home.resolve("cluster"), containerClassPath(), NODE_MEMORY_MB);
    try (cluster) {
      timetable.done("cluster up");
      jobOn(cluster.configuration());
      timetable.done("outputs compared");
      say("stopping the cluster");
    }
    timetable.done("cluster down");
    checks.add("no container is left", cluster.containerProcesses().isEmpty());
    return new Result(checks.allPassed(), timetable.parts(), checks.all());
  }

  /**
   * Hadoop's class path in containers: first what a client has, then what a cluster has besides,
   * the web server among it.
   */
  private static String containerClassPath() {
    String lib = System.getProperty("p2p.hadoop.lib");
    String clusterLib = System.getProperty("p2p.cluster.lib");
    return lib != null && clusterLib != null
        ? lib + "/*," + clusterLib + "/*"
        : System.getProperty("java.class.path").replace(System.getProperty("path.separator"), ",");
  }

  private void jobOn(Configuration conf) throws IOException {
    FileSystem fs = FileSystem.get(conf);
    say(
        "putting five input files and a payload of "
            + Quantities.bytes(payloadBytes)
            + " into HDFS");
    Payload payload = putPayload(fs);
    ExampleInput input = putInput(fs);
    timetable.done("input in HDFS");

    List<String> words =
        new ArrayList<>(List.of("run", "--name", "demo", "--input", INPUT.toString()));
    words.addAll(List.of("--output", OUTPUT.toString(), "--fetch", fetched.toString()));
    if (showing.quiet() || showing.json()) {
      words.add("--quiet"); // standard output is for the demo's result
    }
    String[] command = words.toArray(String[]::new);
    say("p2p " + String.join(" ", command));
    session
        .conf()
        .getPropsWithPrefix("p2p.")
        .forEach((key, value) -> conf.set("p2p." + key, value));
    int exitCode = new Session(conf, console).p2p(command);
    timetable.done("job, outputs fetched");

    say("comparing the outputs");
    checks.add("exit code of p2p run: " + exitCode + ", expected 0", exitCode == 0);
    checkOutputs(input, payload);
    checkJob(fs);
  }

  private Payload putPayload(FileSystem fs) throws IOException {
    FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path(ROOT, PAYLOAD));
    return Payload.write(PAYLOAD, payloadBytes, out);
  }

  private ExampleInput putInput(FileSystem fs) throws IOException {
    String uri = fs.makeQualified(new org.apache.hadoop.fs.Path(ROOT, PAYLOAD)).toString();
    ExampleInput input = ExampleInput.shipped().owning(PAYLOAD_HOLDER, PAYLOAD, uri);
    for (int leecher : PAYLOAD_LEECHERS) {
      input = input.wanting(leecher, PAYLOAD);
    }
    for (Map.Entry<Integer, List<String>> file : input.lines().entrySet()) {
      String name = "in" + file.getKey() + ".txt";
      try (FSDataOutputStream out = fs.create(new org.apache.hadoop.fs.Path(INPUT, name))) {
        out.write((String.join("\n", file.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return input;
  }

  private void checkOutputs(ExampleInput input, Payload payload) throws IOException {
    Map<String, String> contents = input.contents();
    for (int rank : input.lines().keySet()) {
      for (String name : input.wanted(rank)) {
        Path output = fetched.resolve("client" + rank + "_" + name);
        if (name.equals(PAYLOAD)) {
          checks.add(output.getFileName() + ": SHA-256 " + payload.sha256(), payload.isIn(output));
        } else {
          checks.sameBytes(output, contents.get(name).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void checkJob(FileSystem fs) throws IOException {
    Optional<JobReport> report = report(fs);
    checks.add(
        "report.json says that the job has succeeded",
        report.filter(r -> r.state() == JobReport.State.SUCCEEDED).isPresent());
    report.ifPresent(timetable::add);
    checks.add("no temporary output is left in HDFS", !fs.exists(OutputLayout.temporary(OUTPUT)));
  }

  private static Optional<JobReport> report(FileSystem fs) throws IOException {
    org.apache.hadoop.fs.Path file = OutputLayout.report(OUTPUT);
    if (!fs.exists(file)) {
      return Optional.empty();
    }
    try (FSDataInputStream in = fs.open(file)) {
      return Optional.of(JobReport.read(in));
    }
  }

  private void say(String what) {
    if (!showing.quiet()) {
      console.note("demo: " + what);
    }
  }
}
