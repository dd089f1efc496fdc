package org.yarnp2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.P2p;
import org.yarnp2p.client.submit.PromptCloses;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.OutputLayout;

/** The embedded cluster as the tests use it: jobs, their files, and what they leave behind. */
final class TestCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TestCluster.class);
  private static final Duration CONTAINERS_END = Duration.ofSeconds(30);
  private static final int NODE_MEMORY_MB = 6 * 1024;
  private static final java.nio.file.Path TARGET = java.nio.file.Path.of("target").toAbsolutePath();
  private static final java.nio.file.Path CLUSTER = TARGET.resolve("cluster");
  private static final java.nio.file.Path LOCAL = TARGET.resolve("local");
  private static final AtomicInteger DIRECTORIES = new AtomicInteger();

  private final EmbeddedCluster cluster;
  private final Configuration conf;
  private final FileSystem fs;
  private final YarnClient yarn;

  private TestCluster(EmbeddedCluster cluster) throws IOException {
    this.cluster = cluster;
    this.conf = cluster.configuration();
    conf.set(P2pKeys.JOB_JAR, property("p2p.jar"));
    conf.set(P2pKeys.STAGING_DIR, "/staging");
    conf.setInt(P2pKeys.AM_HEAP_MB, 128);
    conf.setInt(P2pKeys.TRACKER_HEAP_MB, 128);
    conf.setInt(P2pKeys.PEER_HEAP_MB, 128);
    conf.set(P2pKeys.CONTAINER_JAVA_OPTS, "-XX:TieredStopAtLevel=1");
    conf.set(P2pKeys.STATUS_INTERVAL, "100ms");
    PromptCloses.set(conf);
    conf.setClass("fs." + HeldFileSystem.SCHEME + ".impl", HeldFileSystem.class, FileSystem.class);
    this.fs = FileSystem.get(conf);
    this.yarn = YarnClient.createYarnClient();
    yarn.init(new YarnConfiguration(conf));
    yarn.start();
  }

  static TestCluster start() throws IOException {
    // From an earlier run.
    FileUtil.fullyDelete(CLUSTER.toFile());
    FileUtil.fullyDelete(LOCAL.toFile());
    Files.createDirectories(CLUSTER.resolve("tmp"));
    String classPath = property("p2p.hadoop.lib") + "/*," + testClasses();
    TestCluster started =
        new TestCluster(EmbeddedCluster.start(CLUSTER, classPath, NODE_MEMORY_MB));
    boolean ready = false;
    try {
      started.install();
      ready = true;
      return started;
    } finally {
      if (!ready) {
        started.close();
      }
    }
  }

  /** From now on containers start from an archive of their classes, and in less time. */
  private void install() {
    Outcome installed = p2p("install", "--to", programs().toString());
    assertThat(installed.exitCode()).as("%s", installed).isZero();
    conf.set(P2pKeys.PROGRAMS, programs().toString());
  }

  /** What jobs on this cluster start from, unless they say otherwise. */
  Path programs() {
    return fs.makeQualified(new Path("/programs"));
  }

  static String property(String name) {
    String value = System.getProperty(name);
    assertThat(value).as("system property %s, set by the build", name).isNotNull();
    return java.nio.file.Path.of(value).normalize().toString();
  }

  /** Where {@link HeldFileSystem} is found. */
  static String testClasses() {
    try {
      return java.nio.file.Path.of(
              TestCluster.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy. */
  Configuration configuration() {
    return new Configuration(conf);
  }

  /** HDFS. */
  FileSystem fs() {
    return fs;
  }

  YarnClient yarn() {
    return yarn;
  }

  /** The one application that is running. */
  ApplicationId runningApplication() throws IOException, YarnException {
    List<ApplicationReport> running =
        yarn.getApplications(EnumSet.of(YarnApplicationState.RUNNING));
    if (running.size() != 1) {
      throw new AssertionError("expected one running application, found " + running);
    }
    return running.get(0).getApplicationId();
  }

  /** A path in HDFS at which nothing is yet. */
  Path newPath(String name) {
    return fs.makeQualified(new Path("/tests/" + DIRECTORIES.incrementAndGet() + "-" + name));
  }

  /** A local path at which nothing is yet. */
  static Path newLocalPath(String name) throws IOException {
    return new Path(newLocalFile(name).toUri());
  }

  /** The same for Java's files. */
  static java.nio.file.Path newLocalFile(String name) throws IOException {
    Files.createDirectories(LOCAL);
    return Files.createTempDirectory(LOCAL, name + "-").resolve(name);
  }

  /** Runs a command line in this JVM, as bin/p2p does in one of its own. */
  Outcome p2p(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);
    int exitCode = P2p.run(conf, console, args);
    Outcome outcome = new Outcome(exitCode, out.toString(), err.toString());
    LOG.info("p2p {}: {}", String.join(" ", args), outcome);
    return outcome;
  }

  /** Runs {@code p2p run} on an input that has been written, and expects success. */
  JobReport runs(Path in, Path out, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("run", "--input", in.toString(), "--output", out.toString()));
    args.addAll(Arrays.asList(more));
    Outcome outcome = p2p(args.toArray(String[]::new));
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    return report(out);
  }

  JobReport report(Path out) throws IOException {
    try (FSDataInputStream in = out.getFileSystem(conf).open(OutputLayout.report(out))) {
      return JobReport.read(in);
    }
  }

  /** The containers' processes that run now, those of jobs without a cluster among them. */
  List<ProcessHandle> containers() {
    List<ProcessHandle> containers = new ArrayList<>(cluster.containerProcesses());
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(" org.yarnp2p."))
        .filter(process -> !containers.contains(process))
        .forEach(containers::add);
    return containers;
  }

  /** Waits for the containers to end, then looks for anything else that a job could have left. */
  void assertNothingIsLeft() throws IOException {
    List<ProcessHandle> running = containers();
    CompletableFuture<?>[] ends =
        running.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(CONTAINERS_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("containers still run: " + containers(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    assertThat(containers()).as("containers").isEmpty();
    assertThat(names(new Path("/staging"))).as("jobs in the staging directory").isEmpty();
    try (Stream<java.nio.file.Path> temporary = Files.list(CLUSTER.resolve("tmp"))) {
      assertThat(temporary.filter(file -> file.getFileName().toString().startsWith("p2p")))
          .as("directories of jobs without a cluster")
          .isEmpty();
    }
  }

  /** Directories of applications on the nodes' disks, until the nodes have deleted them. */
  List<String> nodeDirectories() throws IOException {
    String all = CLUSTER + "/yarn/*/yarn-localDir-*/{usercache/*/appcache,nmPrivate}/application_*";
    return Arrays.stream(FileSystem.getLocal(conf).globStatus(new Path(all)))
        .map(directory -> directory.getPath().toString())
        .toList();
  }

  /** Names in a directory of HDFS; empty also when it does not exist. */
  List<String> names(Path directory) throws IOException {
    if (!fs.exists(directory)) {
      return List.of();
    }
    return Arrays.stream(fs.listStatus(directory))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .toList();
  }

  @Override
  public void close() {
    yarn.stop();
    cluster.close();
  }
}
