package org.yarnp2p.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HDFS and a YARN of three NodeManagers inside this JVM. Their containers are processes of their
 * own, children of this one. One cluster at a time in a JVM.
 *
 * <p>The daemons leave threads behind that keep a JVM alive: whoever starts a cluster ends the JVM
 * with {@link System#exit}, also after a failure.
 */
public final class EmbeddedCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

  /** NodeManagers. */
  public static final int NODES = 3;

  private static final int CONNECT_MILLIS = 30_000;
  private static final int STOP_MILLIS = 1_500;

  /** The property by which Hadoop's test classes find the directory for their files. */
  private static final String DATA_DIRECTORY = "test.build.data";

  private final Path directory;
  private final MiniDFSCluster dfs;
  private final MiniYARNCluster yarn;
  private final Configuration conf;

  private EmbeddedCluster(
      Path directory, MiniDFSCluster dfs, MiniYARNCluster yarn, Configuration conf) {
    this.directory = directory;
    this.dfs = dfs;
    this.yarn = yarn;
    this.conf = conf;
  }

  /**
   * Starts all daemons and returns when the cluster takes jobs.
   *
   * @param directory local directory for all that the daemons write; made when missing
   * @param classPath Hadoop's class path in containers, in YARN's notation (separated by commas)
   * @param nodeMemoryMb memory that each NodeManager offers to containers, in MiB
   * @throws IOException when a daemon does not start; none is left running then
   */
  public static EmbeddedCluster start(Path directory, String classPath, int nodeMemoryMb)
      throws IOException {
    return start(directory, classPath, nodeMemoryMb, new Configuration(false));
  }

  /**
   * The same with further settings for all daemons and their clients, such as those of Kerberos.
   */
  static EmbeddedCluster start(
      Path directory, String classPath, int nodeMemoryMb, Configuration more) throws IOException {
    Path home = Files.createDirectories(directory.toAbsolutePath());
    System.setProperty(DATA_DIRECTORY, home.toString());
    MiniYARNCluster yarn = new MiniYARNCluster("yarn", NODES, 1, 1, false);
    FutureTask<MiniDFSCluster> dfsStart = new FutureTask<>(() -> startDfs(home, more));
    new Thread(dfsStart, "start-dfs").start();
    try {
      yarn.init(ClusterSettings.yarn(home, classPath, nodeMemoryMb, more));
      yarn.start();
      awaitNodes(yarn);
      MiniDFSCluster dfs = get(dfsStart);
      Configuration conf = new YarnConfiguration(yarn.getConfig());
      FileSystem.setDefaultUri(conf, dfs.getURI());
      return new EmbeddedCluster(home, dfs, yarn, conf);
    } catch (IOException | RuntimeException e) {
      yarn.stop();
      stop(dfsStart);
      throw e;
    }
  }

  private static MiniDFSCluster startDfs(Path home, Configuration more) throws IOException {
    MiniDFSCluster dfs =
        new MiniDFSCluster.Builder(ClusterSettings.dfs(home, more), home.resolve("dfs").toFile())
            .numDataNodes(1)
            .build();
    dfs.waitActive();
    return dfs;
  }

  private static void awaitNodes(MiniYARNCluster yarn) throws IOException {
    try {
      if (!yarn.waitForNodeManagersToConnect(CONNECT_MILLIS)) {
        throw new IOException(
            "the NodeManagers did not reach the ResourceManager within " + CONNECT_MILLIS + " ms");
      }
    } catch (YarnException e) {
      throw new IOException("the ResourceManager does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the cluster started", e);
    }
  }

  private static MiniDFSCluster get(FutureTask<MiniDFSCluster> start) throws IOException {
    try {
      return start.get();
    } catch (ExecutionException e) {
      throw new IOException("HDFS did not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while HDFS started", e);
    }
  }

  private static void stop(FutureTask<MiniDFSCluster> start) {
    try {
      start.get().shutdown(true);
    } catch (ExecutionException e) {
      LOG.warn("HDFS did not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a client of this cluster needs to know; a copy, free to change. */
  public Configuration configuration() {
    return new YarnConfiguration(conf);
  }

  /** The containers' processes that are running now, launch scripts included. */
  public List<ProcessHandle> containerProcesses() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process).contains(directory.toString()))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  /** Stops all daemons, ends the containers that are still running, and deletes HDFS's files. */
  @Override
  public void close() {
    stopNodes(yarn);
    yarn.stop();
    dfs.shutdown(true);
    containerProcesses().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * A NodeManager that has run a job waits 10 s for the deletion of its logs, which it has planned
   * for hours later. It takes an interrupt as a word to stop waiting.
   */
  private static void stopNodes(MiniYARNCluster yarn) {
    List<Thread> stops =
        IntStream.range(0, NODES)
            .mapToObj(node -> new Thread(yarn.getNodeManager(node)::stop, "stop-node-" + node))
            .toList();
    stops.forEach(Thread::start);
    try {
      for (int patience = 10; patience > 0; patience--) {
        for (Thread stop : stops) {
          stop.join(STOP_MILLIS / NODES);
        }
        stops.forEach(Thread::interrupt); // without effect on those that have ended
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
