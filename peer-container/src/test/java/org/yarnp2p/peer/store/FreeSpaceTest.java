package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.model.Rank;

class FreeSpaceTest {
  @TempDir Path directory;
  private final FreeSpace space = new FreeSpace(Rank.peer(3), "node7", 0);

  @Test
  void whatFitsIsFine() throws IOException {
    space.needs(directory, 1);
    assertThatNoException().isThrownBy(space::check);
  }

  @Test
  void whatDoesNotFitIsReportedBeforeAnythingIsWritten() throws IOException {
    space.needs(directory, Long.MAX_VALUE / 4);
    space.needs(directory, Long.MAX_VALUE / 4);
    assertThatThrownBy(space::check)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 3", directory.toString(), "MiB free");
  }

  @Test
  void reserveMustStayFreeWhereSomethingIsWritten() throws IOException {
    FreeSpace withReserve = new FreeSpace(Rank.peer(3), "node7", Long.MAX_VALUE / 4);
    withReserve.needs(directory, 0);
    assertThatNoException().isThrownBy(withReserve::check);
    withReserve.needs(directory, 1);
    assertThatThrownBy(withReserve::check)
        .hasMessageContainingAll("rank 3 on node7 needs 1 MiB", "to stay free", "MiB free");
  }
}
