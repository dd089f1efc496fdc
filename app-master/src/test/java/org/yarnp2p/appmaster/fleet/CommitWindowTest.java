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
    window.heard(time.get());
    time.set(9_999);
    assertThat(window.open()).isCompleted();
  }

  @Test
  void anOldHeartbeatMakesTheCommitWaitForTheNext() {
    window.heard(time.get());
    time.set(10_000);
    CompletableFuture<Void> open = window.open();
    assertThat(open).isNotDone();
    window.heard(time.get());
    assertThat(open).isCompleted();
  }

  @Test
  void anAnswerThatTookTooLongVouchesForNothing() {
    CompletableFuture<Void> open = window.open();
    time.set(600_000);
    window.heard(0);
    assertThat(open).isNotDone();
    window.heard(599_999);
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
    window.heard(time.get());
    assertThat(waiting)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("another attempt runs");
    assertThat(window.open()).isCompletedExceptionally();
  }
}
