package org.yarnp2p.bench.hdfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.client.UsageException;

/** The hosts as readers of an HDFS: each does what {@code hdfs dfs -get} does. */
public final class HdfsReaders {
  private static final int HEAP_MB = 256;

  private final ShapedHosts hosts;
  private final HadoopProgram program;
  private final Map<String, String> settings;

  HdfsReaders(ShapedHosts hosts, HadoopProgram program, Map<String, String> settings) {
    this.hosts = hosts;
    this.program = program;
    this.settings = settings;
  }

  /**
   * Readers of a cluster that is there.
   *
   * @param directory for configuration and logs; made if need be
   * @param settings that tell where the file system is
   * @throws UsageException when there are no jars of Hadoop
   */
  public static HdfsReaders of(ShapedHosts hosts, Path directory, Map<String, String> settings)
      throws IOException, UsageException {
    return new HdfsReaders(
        hosts, HadoopProgram.below(Files.createDirectories(directory)), settings);
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
    Files.createDirectory(directory);
    List<List<String>> commands = new ArrayList<>();
    List<Path> targets = new ArrayList<>();
    for (int host = 1; host <= hosts.count(); host++) {
      Path target = directory.resolve("host-" + host);
      List<String> command = new ArrayList<>(hosts.plan().on(host));
      command.addAll(
          program.command(
              "conf-client",
              settings,
              HEAP_MB,
              List.of(GetClient.class.getName(), source, target.toString())));
      commands.add(command);
      targets.add(target);
    }
    return GetRace.run(program.directory(), commands, targets, bytes);
  }
}
