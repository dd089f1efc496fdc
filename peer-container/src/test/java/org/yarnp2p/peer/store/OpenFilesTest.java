package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OpenFilesTest {
  private final OpenFiles<Opened> files = new OpenFiles<>(2);
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private Consumer<String> closing = name -> {};

  private final class Opened implements Closeable {
    private final String name;

    Opened(String name) {
      this.name = name;
      opened.add(name);
    }

    @Override
    public void close() {
      closing.accept(name);
      closed.add(name);
    }
  }

  @Test
  void fileIsOpenedOnce() throws IOException {
    use("a");
    use("a");
    assertThat(opened).containsExactly("a");
    assertThat(closed).isEmpty();
  }

  @Test
  void theOneUnusedForLongestIsClosed() throws IOException {
    use("a");
    use("b");
    use("a");
    use("c");
    assertThat(closed).containsExactly("b");
  }

  @Test
  void filesInUseStayOpenAboveTheBound() throws IOException {
    files.use(
        "a",
        () -> new Opened("a"),
        a -> {
          use("b");
          use("c");
          use("d");
          assertThat(closed).containsExactly("b", "c");
          return null;
        });
    assertThat(files.size()).isEqualTo(2);
  }

  @Test
  void fileThatFailedIsOpenedAnew() throws IOException {
    assertThatThrownBy(
            () ->
                files.use(
                    "a",
                    () -> new Opened("a"),
                    a -> {
                      throw new IOException("broken");
                    }))
        .hasMessage("broken");
    use("a");
    assertThat(opened).containsExactly("a", "a");
    assertThat(closed).containsExactly("a");
  }

  @Test
  void closedFileInUseIsClosedWhenItsUseEnds() throws IOException {
    files.use(
        "a",
        () -> new Opened("a"),
        a -> {
          files.close();
          assertThat(closed).isEmpty();
          return null;
        });
    assertThat(closed).containsExactly("a");
    assertThatThrownBy(() -> use("b")).isInstanceOf(IOException.class);
  }

  @Test
  void fileThatTakesLongToOpenHoldsUpNobodyWhoUsesAnother() throws IOException {
    use("b");

    files.use(
        "a",
        () -> {
          Thread other =
              new Thread(
                  () -> {
                    useUnchecked("b");
                    useUnchecked("c");
                  });
          other.start();
          join(other);
          return new Opened("a");
        },
        file -> null);

    assertThat(opened).containsExactly("b", "c", "a");
  }

  @Test
  void fileThatSeveralUseIsOpenedByTheFirst() throws IOException {
    Thread other = new Thread(() -> useUnchecked("a"));

    files.use(
        "a",
        () -> {
          other.start();
          awaitBlocked(other);
          return new Opened("a");
        },
        file -> null);

    join(other);
    assertThat(opened).containsExactly("a");
  }

  @Test
  void nothingIsOpenedAnyMoreWhenAllIsClosed() throws IOException {
    Thread end = new Thread(files::close);

    files.use(
        "a",
        () -> {
          end.start();
          awaitBlocked(end);
          return new Opened("a");
        },
        file -> null);

    join(end);
    assertThat(closed).containsExactly("a");
    assertThatThrownBy(() -> use("b")).hasMessageContaining("closing its files");
    assertThat(opened).containsExactly("a");
  }

  @Test
  void unusedFilesAreGivenUpWhereTheProcessHasNoMoreDescriptors() throws IOException {
    use("a");
    useOnceThereIsRoom("b");
    assertThat(closed).containsExactly("a");
    assertThat(files.size()).isEqualTo(1);
  }

  @Test
  void whoHasNoDescriptorGetsOneThatAnotherIsJustGivingUp() throws IOException {
    Thread other = new Thread(() -> useOnceThereIsRoom("c"));
    closing =
        name -> {
          closing = next -> {};
          other.start();
          awaitBlocked(other);
        };
    use("a");

    useOnceThereIsRoom("b");

    join(other);
    assertThat(opened).contains("b", "c");
  }

  @Test
  void fileThatCannotBeOpenedIsAFailureWhenNothingIsLeftToClose() {
    assertThatThrownBy(
            () ->
                files.use(
                    "a",
                    () -> {
                      throw new IOException("gone");
                    },
                    file -> null))
        .hasMessage("gone");
  }

  /** Until a thread waits for another, or has ended. */
  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED
        && thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Uses a file that cannot be opened before another has been closed. */
  private void useOnceThereIsRoom(String name) {
    try {
      files.use(
          name,
          () -> {
            if (closed.isEmpty()) {
              throw new IOException("Too many open files");
            }
            return new Opened(name);
          },
          file -> null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void useUnchecked(String name) {
    try {
      use(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void use(String name) throws IOException {
    files.use(
        name,
        () -> new Opened(name),
        file -> {
          assertThat(file.name).isEqualTo(name);
          return null;
        });
  }
}
