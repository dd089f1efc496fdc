package org.yarnp2p.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;

/**
 * Takes steps that change a storage, and takes one again while the storage is out of order for a
 * time: in safe mode, without a NameNode or DataNode, out of reach. So each must be one that may be
 * repeated. Thread-safe.
 */
public final class StoragePatience {
  private static final Logger LOG = LoggerFactory.getLogger(StoragePatience.class);
  private static final long PAUSE_MILLIS = 1000;

  private final String key;
  private final long millis;
  private final LongSupplier clockMillis;
  private final Pause pause;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** For so many ms. */
    void millis(long millis) throws InterruptedException;
  }

  /** One step. */
  @FunctionalInterface
  public interface Step {
    /** Takes it. */
    void take() throws IOException;
  }

  /**
   * @param key of the setting that the patience is, for messages
   * @param millis how long a step may be repeated
   * @param clockMillis only grows
   */
  public StoragePatience(String key, long millis, LongSupplier clockMillis, Pause pause) {
    this.key = key;
    this.millis = millis;
    this.clockMillis = clockMillis;
    this.pause = pause;
  }

  /**
   * As long as a setting says.
   *
   * @param key of the setting, a time with unit
   */
  public static StoragePatience from(Configuration conf, String key) {
    return new StoragePatience(
        key,
        P2pConf.millis(conf, key),
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
        TimeUnit.MILLISECONDS::sleep);
  }

  /**
   * Takes a step.
   *
   * @throws IOException when storage refuses it, or is out of order for too long; the message says
   *     what to do where that is known
   */
  public void take(Step step) throws IOException {
    take(step, () -> {});
  }

  /**
   * The same, with something before each attempt.
   *
   * @param before what it throws ends the step
   */
  public void take(Step step, Step before) throws IOException {
    long start = clockMillis.getAsLong();
    while (true) {
      before.take();
      try {
        step.take();
        return;
      } catch (IOException e) {
        Optional<String> outage = StorageTrouble.temporary(e);
        if (outage.isEmpty()) {
          throw StorageTrouble.explained(e);
        }
        if (clockMillis.getAsLong() - start >= millis) {
          throw StorageTrouble.lasting(e, outage.get(), key, millis);
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
      InterruptedIOException error =
          new InterruptedIOException("interrupted while storage was out of order");
      error.initCause(e);
      throw error;
    }
  }
}
