package org.yarnp2p.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchDirectoryTest {
  /** Above the largest that Linux gives. */
  private static final String DEAD_PID = "4999999";

  @TempDir private Path parent;

  @Test
  void directoryCarriesThePidAndGoesWithAllThatIsInIt() throws Exception {
    Path path;
    try (BenchDirectory directory = BenchDirectory.make(parent, false)) {
      path = directory.path();
      assertThat(path).hasFileName("p2p-bench-" + ProcessHandle.current().pid());
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("file"), "x");
    }
    assertThat(path).doesNotExist();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void directoryThatIsToBeKeptStays() throws Exception {
    try (BenchDirectory directory = BenchDirectory.make(parent, true)) {
      Files.writeString(directory.path().resolve("log"), "x");
    }
    assertThat(parent).isDirectoryRecursivelyContaining("glob:**/log");
  }

  @Test
  void whatAKilledProcessHasLeftIsRemovedWithTheProcessesThatStillWorkThere() throws Exception {
    Path left = Files.createDirectories(parent.resolve("p2p-bench-" + DEAD_PID + "/rank-1"));
    Process orphan = new ProcessBuilder("sleep", "60").directory(left.toFile()).start();
    try (BenchDirectory directory = BenchDirectory.make(parent, false)) {
      assertThat(left).doesNotExist();
      assertThat(orphan.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(directory.path()).exists();
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void filesOfOthersAreLeftAlone() throws Exception {
    Path other = Files.createDirectory(parent.resolve("p2p-bench-notes"));
    Path file = Files.createFile(parent.resolve("p2p-bench-" + DEAD_PID));
    BenchDirectory.make(parent, false).close();
    assertThat(other).exists();
    assertThat(file).exists();
  }

  @Test
  void tooLittleRoomIsToldBeforeAnythingIsWritten() throws Exception {
    try (BenchDirectory directory = BenchDirectory.make(parent, false)) {
      directory.mustHold(0);
      assertThatIOException()
          .isThrownBy(() -> directory.mustHold(Long.MAX_VALUE))
          .withMessageContaining("choose another place with --dir");
    }
  }
}
