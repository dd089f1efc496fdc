package org.yarnp2p.appmaster.attempt;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hadoop.service.AbstractService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an attempt writes down its {@link Memory} and the next one reads it. Nothing is written
 * when no attempt can follow. Thread-safe.
 */
public final class Logbook extends AbstractService {
  private static final Logger LOG = LoggerFactory.getLogger(Logbook.class);
  private static final String PREFIX = "memory-";

  private final StagingDirectory staging;
  private final Attempt attempt;
  private final Supplier<Memory> memory;
  private final AtomicBoolean due = new AtomicBoolean();
  private ThreadPoolExecutor writer;

  /** Under this logbook's lock. */
  private int written;

  /**
   * @param staging where the memory is kept
   * @param memory asked when it is written
   */
  public Logbook(StagingDirectory staging, Attempt attempt, Supplier<Memory> memory) {
    super(Logbook.class.getSimpleName());
    this.staging = staging;
    this.attempt = attempt;
    this.memory = memory;
  }

  @Override
  protected void serviceStart() throws Exception {
    if (!attempt.last()) {
      writer =
          new ThreadPoolExecutor(
              1,
              1,
              0,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread thread = new Thread(task, "logbook");
                thread.setDaemon(true);
                return thread;
              });
      // A thread that a call of the umbilical's starts would act in its caller's name.
      writer.prestartAllCoreThreads();
    }
    super.serviceStart();
  }

  @Override
  protected void serviceStop() throws Exception {
    if (writer != null) {
      writer.shutdownNow();
    }
    super.serviceStop();
  }

  /** Something has happened that the next attempt has to know. Returns at once. */
  public void note() {
    if (attempt.last() || !due.compareAndSet(false, true)) {
      return;
    }
    try {
      writer.execute(this::writeWhatIsDue);
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing is written down after the end", e);
    }
  }

  private void writeWhatIsDue() {
    due.set(false);
    write();
  }

  /** Writes down how the job stands, and returns when that is done or cannot be. */
  public synchronized void write() {
    if (attempt.last()) {
      return;
    }
    String name =
        String.format(Locale.ROOT, "%s%06d-%06d.json", PREFIX, attempt.number(), ++written);
    try {
      staging.put(name, memory.get()::write);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Another attempt of the ApplicationMaster would not know how the job stands", e);
    }
  }

  /** What the attempt before this one knew; empty when it had nothing to tell. */
  public Optional<Memory> read() {
    if (attempt.number() == 1) {
      return Optional.empty();
    }
    try {
      return staging.getLast(PREFIX, Memory::read);
    } catch (IOException e) {
      LOG.warn("What the attempt before this one knew cannot be read", e);
      return Optional.empty();
    }
  }
}
