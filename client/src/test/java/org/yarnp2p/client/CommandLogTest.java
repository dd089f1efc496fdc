package org.yarnp2p.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Hierarchy;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.SimpleLayout;
import org.apache.log4j.spi.RootLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandLogTest {
  private final Hierarchy loggers = new Hierarchy(new RootLogger(Level.INFO));
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final PrintStream systemErr = System.err;

  @BeforeEach
  void watchTheScreen() {
    System.setErr(new PrintStream(screen, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(systemErr);
    loggers.shutdown();
  }

  @Test
  void logThatCannotBeWrittenIsSaidInOneLine() throws IOException {
    Logger root = loggers.getRootLogger();
    root.addAppender(new FileAppender(new SimpleLayout(), "/dev/full"));
    List<String> lines = new ArrayList<>();
    CommandLog.sayWhatIsLost(root, lines::add);

    loggers.getLogger("org.yarnp2p").info("one");
    loggers.getLogger("org.yarnp2p").info("two");

    assertThat(lines)
        .containsExactly(
            "p2p: cannot write to the log /dev/full: No space left on device; going on without");
    assertThat(screen.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
