package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.model.Rank;

class WorkDirectoryTest {
  @TempDir Path parent;

  @Test
  void directoryIsDeletedWithAllItHolds() throws IOException {
    WorkDirectory work = WorkDirectory.create(List.of(parent), "job_1", Rank.peer(3));
    Path file = Files.writeString(work.resolve("0.wanted"), "x");
    assertThat(file).hasParent(parent.resolve("p2p-job_1-3"));
    work.close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatAnEarlierContainerLeftIsGone() throws IOException {
    Path left = parent.resolve("p2p-job_1-3");
    Files.createDirectory(left);
    Files.writeString(left.resolve("old"), "x");
    WorkDirectory.create(List.of(parent), "job_1", Rank.peer(3));
    assertThat(left).isEmptyDirectory();
  }

  @Test
  void parentsThatCannotBeUsedArePassedOver() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");
    WorkDirectory work = WorkDirectory.create(List.of(file, parent), "job_1", Rank.peer(3));
    assertThat(work.resolve("f")).isEqualTo(parent.resolve("p2p-job_1-3/f"));
  }

  @Test
  void noUsableParentIsAnErrorThatNamesAll() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");
    assertThatThrownBy(() -> WorkDirectory.create(List.of(file), "job_1", Rank.peer(3)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 3", "p2p.peer.work.dirs", file.toString());
  }
}
