package org.yarnp2p.appmaster.commit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the steps of a commit: each only while this is surely the one ApplicationMaster of the job,
 * and again while storage is out of order for a time, as in safe mode. So each must be one that may
 * be repeated.
 */
public final class Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);
  private static final long PAUSE_MILLIS = 1000;

  private final Authority authority;
  private final long patienceMillis;
  private final LongSupplier clockMillis;
  private final Pause pause;

  /** Whether this process may change the outputs. */
  @FunctionalInterface
  public interface Authority {
    /**
     * Returns as soon as it may.
     *
     * @throws IOException when it may not any more
     */
    void confirm() throws IOException;
  }

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  /** One step. */
  @FunctionalInterface
  public interface Step {
    /** Takes it. */
    void take() throws IOException;
  }

  /**
   * @param patienceMillis how long a step may be repeated
   */
  public Steps(Authority authority, long patienceMillis) {
    this(
        authority,
        patienceMillis,
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
        TimeUnit.MILLISECONDS::sleep);
  }

  Steps(Authority authority, long patienceMillis, LongSupplier clockMillis, Pause pause) {
    this.authority = authority;
    this.patienceMillis = patienceMillis;
    this.clockMillis = clockMillis;
    this.pause = pause;
  }

  /**
   * Takes a step of the commit: only while this is surely the one ApplicationMaster.
   *
   * @throws IOException when storage refuses it, or is out of order for too long; the message says
   *     what to do where that is known
   */
  void take(Step step) throws IOException {
    repeat(step, authority);
  }

  /**
   * Takes a step that any attempt may take at any time.
   *
   * @throws IOException as {@link #take}
   */
  public void repeat(Step step) throws IOException {
    repeat(step, () -> {});
  }

  private void repeat(Step step, Authority needed) throws IOException {
    long start = clockMillis.getAsLong();
    while (true) {
      needed.confirm();
      try {
        step.take();
        return;
      } catch (IOException e) {
        Optional<String> outage = StorageTrouble.temporary(e);
        if (outage.isEmpty()) {
          throw StorageTrouble.explained(e);
        }
        if (clockMillis.getAsLong() - start >= patienceMillis) {
          throw StorageTrouble.lasting(e, outage.get(), patienceMillis);
        }
        LOG.warn("Storage {}; trying again", outage.get(), e);
      }
      pause();
    }
  }

  private void pause() throws InterruptedIOException {
    try {
      pause.millis(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException error = new InterruptedIOException("interrupted during the commit");
      error.initCause(e);
      throw error;
    }
  }
}
