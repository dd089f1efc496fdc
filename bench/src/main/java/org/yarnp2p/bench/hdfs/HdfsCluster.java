package org.yarnp2p.bench.hdfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.client.UsageException;

/**
 * HDFS with its NameNode on this machine and a DataNode on each host, as processes, as long as this
 * object is open.
 */
public final class HdfsCluster implements AutoCloseable {
  /** Copies of a block; fewer when there are fewer hosts. */
  public static final int REPLICATION = 3;

  /** The daemons of many hosts share the cores of one machine while they start. */
  private static final long START_SECONDS = 180;

  private static final long PUT_SECONDS = 3600;
  private static final int NAMENODE_HEAP_MB = 384;
  private static final int DATANODE_HEAP_MB = 256;
  private static final int CLIENT_HEAP_MB = 256;
  private static final String SERVER = "org.apache.hadoop.hdfs.server.";
  private static final String NAMENODE = SERVER + "namenode.NameNode";
  private static final String DATANODE = SERVER + "datanode.DataNode";
  private static final String SHELL = "org.apache.hadoop.fs.FsShell";
  private static final Pattern NAMENODE_UP = Pattern.compile("RPC up at: .*:[0-9]+");
  private static final Pattern DATANODE_UP = Pattern.compile("Successfully sent block report");

  private final ShapedHosts hosts;
  private final HadoopProgram program;
  private final Deque<Program> daemons = new ArrayDeque<>();
  private Map<String, String> client = Map.of();

  private HdfsCluster(ShapedHosts hosts, HadoopProgram program) {
    this.hosts = hosts;
    this.program = program;
  }

  /**
   * Looks for Hadoop's servers.
   *
   * @throws UsageException when they are not there
   */
  public static void check() throws UsageException {
    HadoopProgram.findLibraries();
  }

  /**
   * Starts all daemons and waits until they are ready.
   *
   * @param directory new; for all files
   */
  public static HdfsCluster start(ShapedHosts hosts, Path directory)
      throws IOException, InterruptedException, UsageException {
    HadoopProgram program = HadoopProgram.below(Files.createDirectory(directory));
    HdfsCluster cluster = new HdfsCluster(hosts, program);
    try {
      cluster.startNameNode();
      cluster.startDataNodes();
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

  private void startNameNode() throws IOException, InterruptedException {
    String outside = hosts.plan().outside();
    Map<String, String> settings = new HashMap<>();
    settings.put("fs.defaultFS", "hdfs://" + outside + ":0");
    settings.put("dfs.namenode.name.dir", program.directory().resolve("name").toUri().toString());
    settings.put("dfs.namenode.http-address", outside + ":0");
    // Nobody knows names for the addresses of the hosts.
    settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
    try (Program format =
        launch(
            "format",
            program.command(
                "conf-namenode",
                settings,
                NAMENODE_HEAP_MB,
                List.of(NAMENODE, "-format", "-nonInteractive")),
            List.of())) {
      format.awaitSuccess(START_SECONDS);
    }
    Program namenode =
        launch(
            "namenode",
            program.command("conf-namenode", settings, NAMENODE_HEAP_MB, List.of(NAMENODE)),
            List.of(NAMENODE_UP));
    String up = namenode.await(0, START_SECONDS).text();
    client =
        Map.of(
            "fs.defaultFS",
            "hdfs://" + outside + ":" + up.substring(up.lastIndexOf(':') + 1),
            "dfs.replication",
            Integer.toString(Math.min(REPLICATION, hosts.count())));
  }

  private void startDataNodes() throws IOException, InterruptedException {
    List<Program> started = new ArrayList<>();
    for (int host = 1; host <= hosts.count(); host++) {
      String address = hosts.plan().address(host);
      Map<String, String> settings = new HashMap<>(client);
      settings.put(
          "dfs.datanode.data.dir", program.directory().resolve("data-" + host).toUri().toString());
      settings.put("dfs.datanode.hostname", address);
      for (String kind : List.of("", ".ipc", ".http")) {
        settings.put("dfs.datanode" + kind + ".address", address + ":0");
      }
      List<String> command = new ArrayList<>(hosts.plan().on(host));
      command.addAll(
          program.command("conf-datanode-" + host, settings, DATANODE_HEAP_MB, List.of(DATANODE)));
      started.add(launch("datanode-" + host, command, List.of(DATANODE_UP)));
    }
    for (Program datanode : started) {
      datanode.await(0, START_SECONDS);
    }
  }

  private Program launch(String name, List<String> command, List<Pattern> milestones)
      throws IOException {
    Program daemon = Program.start(name, program.directory(), command, milestones);
    daemons.push(daemon);
    return daemon;
  }

  /** Copies a file into HDFS, from outside of all hosts. */
  public void put(Path file, String target) throws IOException, InterruptedException {
    List<String> command =
        program.command(
            "conf-client", client, CLIENT_HEAP_MB, List.of(SHELL, "-put", file.toString(), target));
    try (Program put = launch("put", command, List.of())) {
      put.awaitSuccess(PUT_SECONDS);
    }
  }

  /**
   * Copies a file from HDFS to each host at once.
   *
   * @param source in HDFS
   * @param bytes that it has
   * @param directory new; gets the copies
   */
  public GetRun get(String source, long bytes, Path directory)
      throws IOException, InterruptedException {
    return new HdfsReaders(hosts, program, client).get(source, bytes, directory);
  }

  /** Ends all daemons, also on an interrupted thread. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    while (!daemons.isEmpty()) {
      try {
        daemons.pop().close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
