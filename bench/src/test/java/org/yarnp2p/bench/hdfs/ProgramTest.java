package org.yarnp2p.bench.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final long SECONDS = 20;
  private static final Pattern UP = Pattern.compile("up at [0-9]+");
  private static final Pattern DONE = Pattern.compile("done");

  @TempDir private Path directory;

  @Test
  void milestonesAreReachedOneAfterTheOther() throws Exception {
    String script = "echo starting; echo server up at 4711; read word; echo $word done";
    try (Program program = start(script)) {
      Program.Milestone up = program.await(0, SECONDS);
      assertThat(up.text()).isEqualTo("up at 4711");
      program.tell("well");
      assertThat(program.await(1, SECONDS).nanos()).isGreaterThan(up.nanos());
      program.awaitSuccess(SECONDS);
    }
    assertThat(directory.resolve("it.log")).hasContent("starting\nserver up at 4711\nwell done\n");
  }

  @Test
  void programThatEndsEarlyIsNamedWithItsTrouble() throws Exception {
    try (Program program = start("echo '1 ERROR no disk'; echo bye; exit 1")) {
      assertThatIOException()
          .isThrownBy(() -> program.await(0, SECONDS))
          .withMessage("it has ended early: 1 ERROR no disk");
      assertThatIOException()
          .isThrownBy(() -> program.awaitSuccess(SECONDS))
          .withMessage("it has failed with exit status 1: 1 ERROR no disk");
    }
  }

  @Test
  void programIsKilledWhenNobodyNeedsItAnyMore() throws Exception {
    Program program = start("echo up at 1; sleep 60");
    program.await(0, SECONDS);
    program.close();
    assertThatIOException().isThrownBy(() -> program.await(1, SECONDS));
  }

  private Program start(String script) throws Exception {
    return Program.start("it", directory, List.of("bash", "-c", script), List.of(UP, DONE));
  }
}
