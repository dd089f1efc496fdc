package org.yarnp2p.peer.concurrent;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A thread that works as long as its peer lives. Nobody waits for its end, so what ends it before
 * it is closed is told: also an interrupt by somebody else, such as a library that closes what the
 * thread was using.
 */
public final class Worker implements Closeable {
  private final Work work;
  private final Consumer<Exception> failure;
  private final Thread thread;
  private volatile boolean closed;

  /** What the thread does. */
  @FunctionalInterface
  public interface Work {
    /** Returns when all is done. */
    void run() throws IOException, InterruptedException;
  }

  /**
   * @param name of the thread
   * @param failure told what has ended the work
   */
  public Worker(String name, Work work, Consumer<Exception> failure) {
    this.work = work;
    this.failure = failure;
    thread = DaemonThreads.named(name).newThread(this::run);
  }

  /** Begins to work. Once. */
  public void start() {
    thread.start();
  }

  /** Interrupts the work, without waiting. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try {
      work.run();
    } catch (InterruptedException e) {
      if (!closed) {
        failure.accept(new IOException(thread.getName() + " was interrupted by others", e));
      }
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      failure.accept(e);
    }
  }
}
