package org.yarnp2p.client.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogsTest {
  @TempDir private Path directory;

  @Test
  void wordsAtTheEndAreNoLog() throws IOException {
    int end = ContainerLogs.AT_THE_END.length();
    assertThat(ContainerLogs.isSome(0, "-am", "1")).isFalse();
    assertThat(ContainerLogs.isSome(end, "-am", "ALL")).isFalse();
    assertThat(ContainerLogs.isSome(end + 1, "-am", "ALL")).isTrue();
  }

  @Test
  void logsInADirectoryAreFilesThere() throws IOException {
    Path to = directory.resolve("logs");
    assertThat(ContainerLogs.isSome(500, "-out", to.toString())).isFalse();
    Files.createDirectories(to.resolve("node1_4711"));
    assertThat(ContainerLogs.isSome(500, "-out", to.toString())).isFalse();
    Files.createFile(to.resolve("node1_4711/container_1"));
    assertThat(ContainerLogs.isSome(0, "-out", to.toString())).isTrue();
  }
}
