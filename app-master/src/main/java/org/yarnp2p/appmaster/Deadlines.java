package org.yarnp2p.appmaster;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at something later, or again and again, on one thread of its own. Thread-safe.
 *
 * <p>A look that throws is told of: without that, it would end the looks and nobody would know.
 */
final class Deadlines {
  private final Consumer<Throwable> failed;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param name of the thread
   * @param failed told what a look has thrown
   */
  Deadlines(String name, Consumer<Throwable> failed) {
    this.failed = failed;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            },
            // Once it is stopped, no deadline matters.
            new ThreadPoolExecutor.DiscardPolicy());
    // A thread that a call of the umbilical's starts would act in its caller's name.
    timer.prestartAllCoreThreads();
  }

  void later(Runnable look, long millis) {
    var unused = timer.schedule(guarded(look), millis, TimeUnit.MILLISECONDS);
  }

  void every(Runnable look, long millis) {
    var unused = timer.scheduleWithFixedDelay(guarded(look), millis, millis, TimeUnit.MILLISECONDS);
  }

  private Runnable guarded(Runnable look) {
    return () -> {
      try {
        look.run();
      } catch (Throwable e) { // also an Error: the timer would keep it to itself
        failed.accept(e);
      }
    };
  }

  void stop() {
    timer.shutdownNow();
  }
}
