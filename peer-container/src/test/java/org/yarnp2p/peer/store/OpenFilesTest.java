package org.yarnp2p.peer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  private final OpenFiles<Opened> files = new OpenFiles<>(2);
  private final List<String> opened = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  private final class Opened implements Closeable {
    private final String name;

    Opened(String name) {
      this.name = name;
      opened.add(name);
    }

    @Override
    public void close() {
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
  void unusedFilesAreGivenUpWhereTheProcessHasNoMoreDescriptors() throws IOException {
    use("a");
    files.use(
        "b",
        () -> {
          if (closed.isEmpty()) {
            throw new IOException("Too many open files");
          }
          return new Opened("b");
        },
        file -> null);
    assertThat(closed).containsExactly("a");
    assertThat(files.size()).isEqualTo(1);
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
