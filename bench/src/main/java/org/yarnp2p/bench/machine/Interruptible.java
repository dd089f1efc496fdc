package org.yarnp2p.bench.machine;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.run.Interruption;

/**
 * Work that cleans up after itself, also when the process is told to end by Ctrl-C or SIGTERM: then
 * its thread is interrupted, and the process waits for it. So there is one way out, the work's own
 * {@code try} and {@code finally}.
 */
public final class Interruptible {
  private static final Logger LOG = LoggerFactory.getLogger(Interruptible.class);

  private Interruptible() {}

  /**
   * Does the work on this thread.
   *
   * @param console told that the work was interrupted
   * @param timeoutMillis how long cleaning up may take at most after a signal
   * @return what the work returns
   * @throws Exception what the work throws, unless there was a signal: then this never returns
   */
  public static <T> T run(Console console, long timeoutMillis, Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    CountDownLatch over = new CountDownLatch(1);
    Interruption armed =
        new Interruption(() -> unwind(console, worker, over, timeoutMillis), timeoutMillis);
    try {
      return work.call();
    } catch (Exception e) {
      LOG.debug("the work ends with an exception", e);
      throw e;
    } finally {
      over.countDown();
      armed.close();
    }
  }

  private static void unwind(
      Console console, Thread worker, CountDownLatch over, long timeoutMillis) {
    console.note("Interrupted: cleaning up");
    worker.interrupt();
    try {
      if (!over.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
        console.note("Could not clean up within " + timeoutMillis + " ms; the next run will");
      }
    } catch (InterruptedException e) {
      LOG.debug("no time is left", e);
      Thread.currentThread().interrupt();
    }
  }
}
