package org.yarnp2p.cluster.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends the process with exit code 1 when it has not been called off in time. */
final class Watchdog implements AutoCloseable {
  private final CountDownLatch calledOff = new CountDownLatch(1);

  private Watchdog() {}

  /**
   * Starts to wait.
   *
   * @param lastWords run before the process ends; whatever they do, it ends
   */
  static Watchdog start(Duration patience, Runnable lastWords) {
    Watchdog watchdog = new Watchdog();
    Thread thread = new Thread(() -> watchdog.watch(patience, lastWords), "watchdog");
    thread.setDaemon(true);
    thread.start();
    return watchdog;
  }

  private void watch(Duration patience, Runnable lastWords) {
    try {
      if (calledOff.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      lastWords.run();
    } catch (InterruptedException e) {
      // Nobody has this thread to interrupt it; end as when the time is up.
      Thread.currentThread().interrupt();
    } finally {
      if (calledOff.getCount() > 0) {
        Runtime.getRuntime().halt(1);
      }
    }
  }

  @Override
  public void close() {
    calledOff.countDown();
  }
}
