package org.yarnp2p.peer.concurrent;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Named threads that do not keep the process alive. */
public final class DaemonThreads {
  private static final long IDLE_SECONDS = 10;

  private DaemonThreads() {}

  /** Threads with the names {@code NAME-1}, {@code NAME-2}, ... */
  public static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Up to {@code most} threads; further tasks wait. Idle threads end. */
  public static ExecutorService pool(String name, int most) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * One thread for what is due later, or again and again. What such a task throws is an uncaught
   * exception of the thread, which would otherwise keep it to itself; what is due again is done
   * again all the same.
   */
  public static ScheduledExecutorService timer(String name) {
    return new ScheduledThreadPoolExecutor(1, named(name)) {
      @Override
      public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(outspoken(task), delay, unit);
      }

      @Override
      public ScheduledFuture<?> scheduleWithFixedDelay(
          Runnable task, long first, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(outspoken(task), first, delay, unit);
      }
    };
  }

  private static Runnable outspoken(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    };
  }

  /** A thread for each task at once; for tasks whose number is bounded elsewhere. */
  public static ExecutorService asNeeded(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named(name));
  }
}
