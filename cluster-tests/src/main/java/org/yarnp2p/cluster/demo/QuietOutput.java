package org.yarnp2p.cluster.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the screen for people: what Hadoop's classes print to the standard streams of this process
 * goes to the log file.
 */
final class QuietOutput {
  /** The property with the log file of this process, see conf/log4j.properties. */
  private static final String LOG_FILE = "p2p.log.file";

  private QuietOutput() {}

  /**
   * Until the end of the process, since the daemons' threads live as long.
   *
   * @param fallback directory of the log file when the process was started without one
   * @return the log file
   */
  static Path begin(Path fallback) throws IOException {
    String named = System.getProperty(LOG_FILE);
    Path log = named == null ? fallback.resolve("demo.log") : Path.of(named).toAbsolutePath();
    Files.createDirectories(log.getParent());
    PrintStream stream =
        new PrintStream(
            Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            true,
            StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    return log;
  }
}
