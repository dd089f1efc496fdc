package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommitWindowTest {
  private final AtomicLong time = new AtomicLong();
  private final CommitWindow window = new CommitWindow(10_000, time::get);

  @Test
  void aYoungHeartbeatOpensTheWindow() {
    window.heard();
    time.set(9_999);
    assertThat(window.open()).isCompleted();
  }

  @Test
  void anOldHeartbeatMakesTheCommitWaitForTheNext() {
    window.heard();
    time.set(10_000);
    CompletableFuture<Void> open = window.open();
    assertThat(open).isNotDone();
    window.heard();
    assertThat(open).isCompleted();
  }

  @Test
  void beforeTheFirstHeartbeatTheWindowIsClosed() {
    assertThat(window.open()).isNotDone();
  }

  @Test
  void whoeverHasLostTheResourceManagerNeverCommits() {
    CompletableFuture<Void> waiting = window.open();
    window.lost("another attempt runs");
    window.heard();
    assertThat(waiting)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("another attempt runs");
    assertThat(window.open()).isCompletedExceptionally();
  }
}
