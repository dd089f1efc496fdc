package org.yarnp2p.appmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

class SegmentGridsTest {
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> free = new CompletableFuture<>();
  private final SegmentGrids grids = new SegmentGrids(1, new Waiting(), () -> 0);

  @Test
  void theTrackerIsAskedForOneFileAtATime() throws Exception {
    Thread first = looksAt("a");
    while (asked.isEmpty()) {
      Thread.onSpinWait();
    }
    Thread second = looksAt("b");
    while (second.getState() != Thread.State.BLOCKED && asked.size() == 1) {
      Thread.onSpinWait();
    }
    assertThat(asked).containsExactly("a");
    free.complete(null);
    first.join();
    second.join();
    assertThat(asked).containsExactly("a", "b");
  }

  private Thread looksAt(String file) {
    Thread thread =
        new Thread(
            () -> {
              try {
                assertThat(grids.of(file).segments()).isZero();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.start();
    return thread;
  }

  private final class Waiting implements FileMaps {
    @Override
    public String ofTracker(String name) {
      asked.add(name);
      free.join();
      return "{\"" + name + "\":[]}";
    }

    @Override
    public String ofPeer(Rank peer, String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
