package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.apache.log4j.Hierarchy;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;
import org.apache.log4j.spi.RootLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTest {
  private final Hierarchy loggers = new Hierarchy(new RootLogger(Level.DEBUG));
  private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();
  private final PrintStream systemErr = System.err;
  @TempDir private Path directory;

  @BeforeEach
  void configure() {
    System.setProperty(ContainerLog.DIRECTORY, directory.toString());
    System.setErr(new PrintStream(standardError, true, StandardCharsets.UTF_8));
    new ContainerLog().doConfigure((URL) null, loggers);
  }

  @AfterEach
  void restore() {
    loggers.shutdown();
    System.setErr(systemErr);
    System.clearProperty(ContainerLog.DIRECTORY);
  }

  private String file() throws IOException {
    return Files.readString(directory.resolve("p2p.log"));
  }

  private String standardError() {
    return standardError.toString(StandardCharsets.UTF_8);
  }

  @Test
  void fileHasALineForEachEventWithItsTimeAndThread() throws IOException {
    Instant time =
        LocalDateTime.parse("2026-03-07T04:05:06.007").atZone(ZoneId.systemDefault()).toInstant();
    Logger logger = loggers.getLogger("org.yarnp2p.peer.PeerService");
    logger.callAppenders(
        new LoggingEvent(
            null,
            logger,
            time.toEpochMilli(),
            Level.INFO,
            "ready",
            "main",
            null,
            null,
            null,
            null));

    assertThat(file())
        .isEqualTo(
            "2026-03-07 04:05:06,007 INFO [main] PeerService: ready" + System.lineSeparator());
    assertThat(standardError()).isEmpty();
  }

  @Test
  void warningsAreOnTheStandardErrorTooWithoutATrace() throws IOException {
    loggers.getLogger("a.B").warn("slow disk", new IOException("no answer"));

    assertThat(standardError()).isEqualTo("WARN B: slow disk" + System.lineSeparator());
    assertThat(file())
        .contains("B: slow disk" + System.lineSeparator() + "java.io.IOException: no answer")
        .contains("\tat " + ContainerLogTest.class.getName());
  }

  @Test
  void debugAndWhatHadoopRepeatsAreLeftOut() throws IOException {
    loggers.getLogger("a.B").debug("detail");
    loggers.getLogger("org.apache.hadoop.util.NativeCodeLoader").warn("no native library");
    loggers.getLogger("org.apache.hadoop.ipc.Client").warn("connection refused");

    assertThat(file()).isEmpty();
    assertThat(standardError()).isEmpty();
  }

  @Test
  void loggerWithoutAPackageKeepsItsName() throws IOException {
    loggers.getLogger("B").error("lost");

    assertThat(standardError()).isEqualTo("ERROR B: lost" + System.lineSeparator());
  }
}
