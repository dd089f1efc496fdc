package org.yarnp2p.bench.daemons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.yarnp2p.bench.machine.Processes;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pKeys;

/**
 * A Hadoop cluster as long as this object is open: NameNode and ResourceManager on this machine, a
 * DataNode and a NodeManager on each host, every one a process of its own.
 */
public final class DaemonCluster implements AutoCloseable {
  /** Set by bin/p2p. */
  private static final String HOME = "p2p.home";

  /** Of the script, for the directory of the cluster. */
  private static final String HOME_VARIABLE = "REAL_CLUSTER_DIR";

  private static final String SCRIPT = "cluster-tests/real-cluster/real-cluster.sh";
  private static final long START_SECONDS = 180;

  /** The daemons of many hosts share the cores of one machine while they start. */
  private static final long START_SECONDS_OF_A_HOST = 60;

  private static final long PUT_SECONDS = 3600;
  private static final long INSTALL_SECONDS = 600;

  /** In HDFS. */
  private static final String PROGRAMS = "/programs";

  /** Nobody else is at the address that the hosts see this machine at. */
  private static final String RM_WEB_PORT = "8088";

  private final Path directory;
  private final Map<String, String> environment;
  private List<String> options = List.of();

  private DaemonCluster(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Looks for what starts the daemons.
   *
   * @throws UsageException when it is not there
   */
  public static void check() throws UsageException {
    script();
  }

  private static Path script() throws UsageException {
    String home = System.getProperty(HOME, "");
    Path script = Path.of(home, SCRIPT);
    if (home.isEmpty() || !Files.isExecutable(script)) {
      throw new UsageException("this needs " + SCRIPT + "; start it with bin/p2p in a source tree");
    }
    return script;
  }

  /**
   * Starts all daemons and waits until they are ready.
   *
   * @param directory of the measurement; gets all files of the cluster, and must have no processes
   *     in it but those that end with the cluster
   * @param replication copies of a block
   */
  public static DaemonCluster start(ShapedHosts hosts, Path directory, int replication)
      throws IOException, InterruptedException, UsageException {
    Map<String, String> environment = environment(hosts, directory, replication);
    DaemonCluster cluster = new DaemonCluster(directory, environment);
    try {
      Path log = directory.resolve("cluster-up.log");
      ProcessBuilder up =
          cluster
              .command(List.of(script().toString(), "up"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      int exit = await(up.start(), START_SECONDS + hosts.count() * START_SECONDS_OF_A_HOST);
      if (exit != 0) {
        throw new IOException("the cluster has not started: " + Files.readString(log).strip());
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      try {
        cluster.close();
      } catch (IOException onTop) {
        e.addSuppressed(onTop);
      }
      throw e;
    }
  }

  private static Map<String, String> environment(
      ShapedHosts hosts, Path directory, int replication) {
    List<String> addresses = new ArrayList<>();
    for (int host = 1; host <= hosts.count(); host++) {
      addresses.add(hosts.plan().address(host));
    }
    Path home = directory.resolve("cluster");
    Map<String, String> environment = new HashMap<>();
    environment.put(HOME_VARIABLE, home.toString());
    environment.put("HADOOP_CONF_DIR", home.resolve("conf").toString());
    environment.put("MASTER_HOST", hosts.plan().outside());
    environment.put("RM_WEB_PORT", RM_WEB_PORT);
    environment.put("NODE_HOSTS", String.join(" ", addresses));
    environment.put("NODE_COMMAND", String.join(" ", hosts.plan().onNumbered("%n")));
    environment.put("DATANODES", Integer.toString(hosts.count()));
    environment.put("REPLICATION", Integer.toString(replication));
    environment.put("START_SECONDS", Long.toString(START_SECONDS));
    return environment;
  }

  /**
   * A command with the cluster in its environment, as {@code real-cluster.sh} takes it: {@code
   * HADOOP_CONF_DIR}, {@code REAL_CLUSTER_DIR}, {@code NODE_HOSTS} and others. Works in the
   * directory.
   */
  public ProcessBuilder command(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("HADOOP_"));
    builder.environment().putAll(environment);
    return builder;
  }

  /** What {@code yarn jar p2p.jar ARGUMENT...} would be. */
  public ProcessBuilder p2p(List<String> arguments) throws UsageException {
    List<String> words = new ArrayList<>(options);
    words.addAll(arguments);
    return tool("p2p", words);
  }

  /** Has all further jobs start from a program that is installed: {@code p2p install}. */
  public void install() throws IOException, InterruptedException, UsageException {
    Path log = directory.resolve("install.log");
    ProcessBuilder install =
        p2p(List.of("install", "--to", PROGRAMS))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (await(install.start(), INSTALL_SECONDS) != 0) {
      throw new IOException("no program could be installed: " + Files.readString(log).strip());
    }
    options = List.of("-D", P2pKeys.PROGRAMS + "=" + PROGRAMS);
  }

  /** Copies a file into HDFS, from outside of all hosts. */
  public void put(Path file, String target)
      throws IOException, InterruptedException, UsageException {
    Path log = directory.resolve("put.log");
    ProcessBuilder put =
        tool("fs", List.of("-put", file.toString(), target))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (await(put.start(), PUT_SECONDS) != 0) {
      throw new IOException("cannot write to HDFS: " + Files.readString(log).strip());
    }
  }

  private ProcessBuilder tool(String name, List<String> arguments) throws UsageException {
    List<String> words = new ArrayList<>(List.of(script().toString(), name));
    words.addAll(arguments);
    return command(words);
  }

  /** What a client of its HDFS must know. */
  public Map<String, String> clientSettings() {
    Configuration site = new Configuration(false);
    site.addResource(
        new org.apache.hadoop.fs.Path(
            Path.of(environment.get("HADOOP_CONF_DIR"), "core-site.xml").toUri()));
    return Map.of(FileSystem.FS_DEFAULT_NAME_KEY, site.get(FileSystem.FS_DEFAULT_NAME_KEY));
  }

  /**
   * Waits for the end of a process, which is killed when that takes longer, or when this thread is
   * interrupted.
   *
   * @return its exit status
   * @throws IOException when it goes on for longer
   */
  public static int await(Process process, long seconds) throws IOException, InterruptedException {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new IOException(
            process.info().commandLine().orElse("a command") + " goes on for " + seconds + " s");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Kills all daemons, all commands that know the cluster, and all that they have started, also on
   * an interrupted thread.
   */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      List<ProcessHandle> all = new ArrayList<>(Processes.inside(directory));
      all.addAll(Processes.withVariable(HOME_VARIABLE, environment.get(HOME_VARIABLE)));
      Processes.kill(all);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
