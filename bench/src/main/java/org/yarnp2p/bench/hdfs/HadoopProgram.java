package org.yarnp2p.bench.hdfs;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.client.UsageException;

/**
 * Makes java commands for Hadoop's programs, each with a configuration directory of its own.
 *
 * @param libraries directory with Hadoop's jars, its servers among them
 * @param directory where configuration directories are made; also where programs work
 */
record HadoopProgram(Path libraries, Path directory) {
  /** Set by bin/p2p. */
  private static final String LIBRARIES = "p2p.cluster.lib";

  private static final String LOGGING =
      """
      log4j.rootLogger=INFO, out
      log4j.appender.out=org.apache.log4j.ConsoleAppender
      log4j.appender.out.target=System.out
      log4j.appender.out.layout=org.apache.log4j.PatternLayout
      log4j.appender.out.layout.ConversionPattern=%d %p %c{2}: %m%n
      """;

  /**
   * Hadoop's programs as the build has collected them.
   *
   * @throws UsageException when it has not
   */
  static HadoopProgram below(Path directory) throws UsageException {
    return new HadoopProgram(findLibraries(), directory);
  }

  /**
   * Looks for Hadoop's jars.
   *
   * @throws UsageException when they are not there
   */
  static Path findLibraries() throws UsageException {
    String libraries = System.getProperty(LIBRARIES, "");
    if (libraries.isEmpty() || !Files.isDirectory(Path.of(libraries))) {
      throw new UsageException(
          "this needs the jars of Hadoop's servers; start it with bin/p2p in a source tree");
    }
    return Path.of(libraries);
  }

  /**
   * Writes a configuration and makes a command with it.
   *
   * @param name of the configuration directory
   * @param settings keys and values
   * @param heapMb most Java heap, MiB
   * @param program main class and its arguments
   */
  List<String> command(String name, Map<String, String> settings, int heapMb, List<String> program)
      throws IOException {
    Path conf = configure(name, settings);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMb + "m");
    command.add("-XX:+UseSerialGC");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.add("-Dhadoop.log.dir=" + directory);
    command.add("-Djava.io.tmpdir=" + directory);
    command.add("-cp");
    command.add(conf + ":" + ownJar() + ":" + libraries + "/*");
    command.addAll(program);
    return command;
  }

  private Path configure(String name, Map<String, String> settings) throws IOException {
    Path conf = Files.createDirectories(directory.resolve(name));
    Configuration site = new Configuration(false);
    site.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    settings.forEach(site::set);
    // Hadoop's own defaults for HDFS come after core-site.xml and would win.
    for (String file : List.of("core-site.xml", "hdfs-site.xml")) {
      try (OutputStream out = Files.newOutputStream(conf.resolve(file))) {
        site.writeXml(out);
      }
    }
    Files.writeString(conf.resolve("log4j.properties"), LOGGING);
    return conf;
  }

  private static Path ownJar() {
    try {
      return Path.of(
          HadoopProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of a loaded class is a URI", e);
    }
  }
}
