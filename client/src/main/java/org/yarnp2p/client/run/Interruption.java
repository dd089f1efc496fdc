package org.yarnp2p.client.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Something to do when the process is told to end by Ctrl-C or SIGTERM, while Hadoop's file systems
 * can still be used. Once that has begun, the thread that closes this object stands still: the last
 * words are the interruption's.
 */
public final class Interruption implements AutoCloseable {
  /** For a job that was killed by it; the JVM does not tell which of the two it was. */
  static final String REASON = "its client was ended (Ctrl-C or SIGTERM)";

  private static final int PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 20;

  private enum State {
    ARMED,
    FIRED,
    OVER
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.ARMED);
  private final Runnable hook;

  /**
   * Armed until closed.
   *
   * @param action what to do; does not throw
   * @param timeoutMillis after which the process ends although the action goes on
   */
  public Interruption(Runnable action, long timeoutMillis) {
    hook =
        () -> {
          if (state.compareAndSet(State.ARMED, State.FIRED)) {
            action.run();
          }
        };
    ShutdownHookManager.get().addShutdownHook(hook, PRIORITY, timeoutMillis, TimeUnit.MILLISECONDS);
  }

  /** Same as {@link #disarm}. */
  @Override
  public void close() {
    disarm();
  }

  /** Takes the action back; does not return when it has begun. Idempotent. */
  public void disarm() {
    if (!state.compareAndSet(State.ARMED, State.OVER) && state.get() == State.FIRED) {
      awaitEndOfProcess();
    }
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }

  private static void awaitEndOfProcess() {
    CountDownLatch never = new CountDownLatch(1);
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
