package org.yarnp2p.peer.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.container.SpoiledDirectoryException;
import org.yarnp2p.container.UnfitNodeException;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;

class WorkDirectoryTest {
  private static final Rank RANK = Rank.peer(3);

  @TempDir Path parent;

  @Test
  void directoryIsDeletedWithAllItHolds() throws Exception {
    WorkDirectory work = open();
    Path file = Files.writeString(work.resolve("0.wanted"), "x");
    assertThat(file).hasParent(parent.resolve("p2p-job_1-3"));
    work.close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatNothingIsRecordedAboutIsGone() throws Exception {
    Path left = parent.resolve("p2p-job_1-3");
    Files.createDirectory(left);
    Path old = Files.writeString(left.resolve("old"), "x");
    try (WorkDirectory work = open()) {
      assertThat(old).doesNotExist();
      assertThat(work.predecessor().copy(CopyOf.wanted(0))).isEmpty();
    }
  }

  @Test
  void nextLifeFindsWhatIsToStay() throws Exception {
    FileShape shape = FileShape.payload(10, 4);
    Path other = Files.createDirectory(parent.resolve("other"));
    WorkDirectory first = WorkDirectory.open(List.of(other), "job_1", RANK, 0);
    first.journal().payload(CopyOf.wanted(7), shape, 0);
    first.journal().finished(8);
    first.journal().begin();
    Path data = Files.writeString(first.resolve("7.wanted"), "x");
    first.stays(true);
    first.close();
    try (WorkDirectory next = WorkDirectory.open(List.of(parent, other), "job_1", RANK, 0)) {
      assertThat(data).exists();
      assertThat(next.predecessor().copy(CopyOf.wanted(7)).orElseThrow().shape()).isEqualTo(shape);
      assertThat(next.predecessor().hasFinished(8)).isTrue();
      next.journal().begin();
      next.stays(true);
    }
    try (WorkDirectory third = WorkDirectory.open(List.of(parent, other), "job_1", RANK, 0)) {
      assertThat(third.predecessor().copy(CopyOf.wanted(7))).as("nobody went on with it").isEmpty();
      assertThat(third.predecessor().hasFinished(8)).isTrue();
    }
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void failureHasNothingToDoWithADirectoryThatStillServes() throws Exception {
    IOException failure = new IOException("rank 3 could not store segment 4");
    try (WorkDirectory work = open()) {
      work.stays(true);
      assertThat(work.explained(failure)).isSameAs(failure);
    }
    assertThat(parent).isNotEmptyDirectory();
  }

  @Test
  void nextLifeIsToTryAnotherDirectoryWhenThisTakesNothing() throws Exception {
    Path other = Files.createDirectory(parent.resolve("other"));
    Path first = Files.createDirectory(parent.resolve("first"));
    IOException failure = new IOException("rank 3 could not store segment 4");
    try (WorkDirectory work = WorkDirectory.open(List.of(first), "job_1", RANK, 0)) {
      spoil(work);
      assertThat(work.explained(failure)).isInstanceOf(UnfitNodeException.class);
    }
    Path used;
    try (WorkDirectory work = WorkDirectory.open(List.of(first, other), "job_1", RANK, 0)) {
      used = work.resolve("x").getParent();
      spoil(work);
      work.stays(true);
      assertThat(work.explained(failure))
          .isInstanceOf(SpoiledDirectoryException.class)
          .hasMessageStartingWith("rank 3 could not store segment 4; nothing can be written to")
          .hasCause(failure);
    }
    assertThat(used).as("what is there is no reason to choose it again").doesNotExist();
  }

  @Test
  void whatNoDirectoryCuresStaysSo() throws Exception {
    IOException failure = new IncurableException("the source has changed");
    try (WorkDirectory work = open()) {
      spoil(work);
      assertThat(work.explained(failure)).isSameAs(failure);
    }
  }

  /** Nothing can be written where the probe is to be. */
  private static void spoil(WorkDirectory work) throws IOException {
    Path probe = work.resolve("probe-" + ProcessHandle.current().pid());
    Files.writeString(Files.createDirectory(probe).resolve("x"), "x");
  }

  @Test
  void lifeThatEndsBeforeItHasTakenOverLeavesTheRecordsOfTheOneBefore() throws Exception {
    WorkDirectory first = open();
    first.journal().finished(8);
    first.journal().begin();
    first.stays(true);
    first.close();
    WorkDirectory second = open();
    second.stays(true);
    second.close();
    try (WorkDirectory third = open()) {
      assertThat(third.predecessor().hasFinished(8)).isTrue();
    }
  }

  @Test
  void directoryHasOneLifeAtATime() throws Exception {
    WorkDirectory first = open();
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 3", "earlier life", "p2p-job_1-3");
    CompletableFuture<WorkDirectory> next =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return WorkDirectory.open(List.of(parent), "job_1", RANK, 20_000);
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    first.close();
    next.get(20, TimeUnit.SECONDS).close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void directoryThatIsDeletedWhileItIsTakenIsMadeAnew() throws Exception {
    Path directory = Files.createDirectory(parent.resolve("d"));
    // To open this fails like a file in a directory that has been deleted.
    Files.createSymbolicLink(
        directory.resolve(DirectoryLock.NAME), parent.resolve("deleted").resolve("lock"));
    CompletableFuture<DirectoryLock> taking =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return DirectoryLock.take(directory, RANK, 20_000);
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    assertThatThrownBy(() -> taking.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    Files.move(directory, parent.resolve("away"));
    taking.get(20, TimeUnit.SECONDS).close();
    assertThat(directory.resolve(DirectoryLock.NAME)).exists();
  }

  @Test
  void directoryIsTakenOrNotHoweverOftenAnotherOneMakesAndDeletesIt() throws Exception {
    Path directory = parent.resolve("d");
    AtomicBoolean ends = new AtomicBoolean();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> makeAndDelete(directory.toFile(), ends));
    try {
      for (int i = 0; i < 500; i++) {
        Optional<DirectoryLock> lock = DirectoryLock.attempt(directory);
        if (lock.isPresent()) {
          lock.get().delete();
          lock.get().close();
        }
      }
    } finally {
      ends.set(true);
      other.get(20, TimeUnit.SECONDS);
    }
  }

  private static void makeAndDelete(File directory, AtomicBoolean ends) {
    while (!ends.get()) {
      directory.mkdir(); // or it is there
      directory.delete(); // or it is not empty
    }
  }

  @Test
  void fileInThePlaceOfTheDirectoryIsNamed() throws Exception {
    Path file = Files.writeString(parent.resolve("d"), "x");
    assertThatThrownBy(() -> DirectoryLock.take(file, RANK, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void lockedFileIsNotTheOneThatHasBeenMadeInItsPlace() throws Exception {
    Path file = parent.resolve(DirectoryLock.NAME);
    try (FileChannel first = FileChannel.open(file, CREATE, WRITE);
        FileChannel seen = FileChannel.open(file, READ)) {
      assertThat(DirectoryLock.isSame(seen, first)).isTrue();
      Files.delete(file);
      try (FileChannel second = FileChannel.open(file, CREATE, WRITE);
          FileChannel there = FileChannel.open(file, READ)) {
        assertThat(DirectoryLock.isSame(there, first)).as("replaced").isFalse();
        assertThat(DirectoryLock.isSame(there, second)).isTrue();
        assertThat(DirectoryLock.isSame(there, first)).as("replaced, with a mark").isFalse();
      }
    }
  }

  @Test
  void lifeInAnotherProcessWaitsForThisOne() throws Exception {
    Path directory = parent.resolve("d");
    try (DirectoryLock held = DirectoryLock.take(directory, RANK, 0)) {
      assertThat(attemptOfAnotherProcess(directory)).as("%s", held).isEqualTo(Attempt.IN_VAIN);
    }
    assertThat(attemptOfAnotherProcess(directory)).isZero();
  }

  /** Ends with 0 when the directory that its argument names could be locked. */
  static final class Attempt {
    static final int IN_VAIN = 17;

    private Attempt() {}

    public static void main(String[] args) throws IOException {
      System.exit(DirectoryLock.attempt(Path.of(args[0])).isPresent() ? 0 : IN_VAIN);
    }
  }

  private static int attemptOfAnotherProcess(Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Attempt.class.getName(),
                directory.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void directoryInWhichTheNextLifeHasBegunStays() throws Exception {
    WorkDirectory first = open();
    Path lock = first.resolve(DirectoryLock.NAME);
    first.close();
    DirectoryLock late = DirectoryLock.take(lock.getParent(), RANK, 0);
    Path next = Files.writeString(lock.resolveSibling("next"), "x");
    late.delete();
    late.close();
    assertThat(next).exists();
  }

  @Test
  void parentsThatCannotBeUsedArePassedOver() throws Exception {
    Path file = Files.writeString(parent.resolve("file"), "x");
    WorkDirectory work = WorkDirectory.open(List.of(file, parent), "job_1", RANK, 0);
    assertThat(work.resolve("f")).isEqualTo(parent.resolve("p2p-job_1-3/f"));
  }

  @Test
  void noUsableParentIsAnErrorThatNamesAll() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");
    assertThatThrownBy(() -> WorkDirectory.open(List.of(file), "job_1", RANK, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("rank 3", "p2p.peer.work.dirs", file.toString());
  }

  private WorkDirectory open() throws IOException, InterruptedException {
    return WorkDirectory.open(List.of(parent), "job_1", RANK, 0);
  }
}
