package org.yarnp2p.cluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {
  @TempDir private Path disk;

  /** With a lock that nobody has, as after a kill -9. */
  private Path leftByAProcessThatWasKilled(String name) throws IOException {
    Path left = Files.createDirectories(disk.resolve(name));
    Files.createFile(left.resolve("running"));
    Files.writeString(left.resolve("block"), "data");
    return left;
  }

  @Test
  void whatADemoThatWasKilledHasLeftIsRemovedByTheNextOne() throws Exception {
    Path left = leftByAProcessThatWasKilled("p2p-demo-1");
    DemoDirectory.create(disk, 1).delete();
    assertThat(left).doesNotExist();
    assertThat(disk).isEmptyDirectory();
  }

  @Test
  void aDemoThatRunsAndTheLogsOfOneThatHasFailedStay() throws Exception {
    DemoDirectory runs = DemoDirectory.create(disk, 1);
    DemoDirectory failed = DemoDirectory.create(disk, 1);
    Path log = Files.createFile(failed.path().resolve("namenode.log"));
    failed.keepOnlyLogs();
    Path others = leftByAProcessThatWasKilled("others");
    Path link =
        Files.createSymbolicLink(disk.resolve("p2p-demo-2"), leftByAProcessThatWasKilled("target"));
    DemoDirectory.create(disk, 1).delete();
    assertThat(runs.path()).isDirectory();
    assertThat(log).exists();
    assertThat(others.resolve("block")).exists();
    assertThat(link.resolve("block")).exists();
    runs.delete();
  }
}
