package org.yarnp2p.peer.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseStackTest {
  private final CloseStack stack = new CloseStack();
  private final List<String> closed = new ArrayList<>();

  @Test
  void lastIsClosedFirstAndAFailureKeepsNothingOpen() {
    stack.push(() -> closed.add("first"));
    stack.push(
        () -> {
          throw new IOException("stuck");
        });
    stack.push(() -> closed.add("last"));
    stack.close();
    stack.close();
    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void anUncheckedExceptionKeepsNothingOpenEither() {
    stack.push(() -> closed.add("first"));
    stack.push(
        () -> {
          throw new IllegalStateException("a mistake");
        });
    stack.close();
    assertThat(closed).containsExactly("first");
  }

  @Test
  void whatComesAfterTheEndIsClosedAtOnce() {
    stack.close();
    stack.push(() -> closed.add("late"));
    assertThat(closed).containsExactly("late");
  }
}
