package org.yarnp2p.peer.distribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.Rank;

class TargetLockTest {
  private static final Rank RANK = Rank.peer(4);
  private static final String OLD = "application_1795991205469_9999";
  private static final String YOUNG = "application_1795991205469_10000";

  @TempDir Path directory;

  @Test
  void oneDistributionAtATimeHasATargetAndIsNamed() throws Exception {
    TargetLock first = take(OLD, 0);
    assertThatThrownBy(() -> take(YOUNG, 0))
        .isInstanceOf(UnfitNodeException.class)
        .hasMessageContainingAll("rank 4", "another distribution is at work", OLD, "" + directory);
    first.close();
    take(YOUNG, 0).close();
    assertThat(directory.resolve(TargetLock.NAME)).hasContent(YOUNG);
  }

  @Test
  void olderWaitsForTheYoungerToGiveWay() throws Exception {
    TargetLock younger = take(YOUNG, 0);
    CompletableFuture<TargetLock> older =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return take(OLD, 60_000);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(older.completeOnTimeout(null, 300, TimeUnit.MILLISECONDS)).isNotDone();
    younger.close();
    older.get(30, TimeUnit.SECONDS).close();
    assertThat(directory.resolve(TargetLock.NAME)).hasContent(OLD);
  }

  @Test
  void youngerDoesNotWaitForLong() throws Exception {
    try (TargetLock older = take(OLD, 0)) {
      assertThat(older).isNotNull();
      CompletableFuture<?> younger =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> take(YOUNG, TimeUnit.HOURS.toMillis(1)))
                      .hasMessageContaining(OLD));
      younger.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void linkInItsPlaceIsNotFollowed(@TempDir Path other) throws IOException {
    Path precious = Files.writeString(other.resolve("precious"), "precious");
    Files.createSymbolicLink(directory.resolve(TargetLock.NAME), precious);
    assertThatThrownBy(() -> take(OLD, 0)).isInstanceOf(IOException.class);
    assertThat(precious).hasContent("precious");
  }

  @Test
  void targetThatCannotBeWrittenIsNamedWithTheRankAndWhatToDo() throws IOException {
    Files.createDirectory(directory.resolve(TargetLock.NAME));
    assertThatThrownBy(() -> take(OLD, 0))
        .hasMessageContainingAll(
            "rank 4",
            "target directory " + directory,
            "Is a directory",
            "let the job's user write");
  }

  private TargetLock take(String jobId, long patienceMillis)
      throws IOException, InterruptedException {
    return TargetLock.take(RANK, directory, jobId, patienceMillis);
  }
}
