package org.yarnp2p.peer.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.peer.concurrent.Retry;

@Timeout(20)
class SwarmWatcherTest {
  private static final Member SELF = new Member(Rank.peer(1), 1);

  /** As Hadoop does to the thread that opens a connection when that is closed. */
  @Test
  void aWatchThatOthersInterruptIsNotOverInSilence() throws Exception {
    CompletableFuture<Exception> failure = new CompletableFuture<>();
    Retry retry = new Retry("the tracker", new Backoff(1, 1), 60_000, System::nanoTime);
    SwarmWatcher watcher =
        new SwarmWatcher(
            SELF,
            (member, version) -> {
              Thread.currentThread().interrupt();
              throw new InterruptedIOException("given up while connecting");
            },
            retry,
            view -> {},
            failure::complete);
    watcher.start();

    assertThat(failure.get()).hasMessageContaining("watch").hasMessageContaining("interrupted");
    watcher.close();
  }
}
