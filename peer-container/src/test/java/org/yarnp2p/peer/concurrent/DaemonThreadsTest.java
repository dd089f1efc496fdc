package org.yarnp2p.peer.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DaemonThreadsTest {
  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService timer = DaemonThreads.timer("test");
  private Thread.UncaughtExceptionHandler before;

  @BeforeEach
  void listen() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  void anErrorOfWhatWasDueLaterIsUncaught() throws Exception {
    Error error = new OutOfMemoryError("Cannot reserve 8192 bytes of direct buffer memory");
    Runnable task =
        () -> {
          throw error;
        };
    var unused = timer.schedule(task, 1, TimeUnit.MILLISECONDS);
    assertThat(uncaught.take()).isSameAs(error);
  }

  @Test
  void anExceptionIsUncaughtAndWhatIsDueAgainIsDoneAgain() throws Exception {
    RuntimeException mistake = new IllegalStateException("a mistake");
    var unused =
        timer.scheduleWithFixedDelay(
            () -> {
              throw mistake;
            },
            1,
            1,
            TimeUnit.MILLISECONDS);
    assertThat(uncaught.take()).isSameAs(mistake);
    assertThat(uncaught.take()).isSameAs(mistake);
  }
}
