package org.yarnp2p.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/** Looks at many things in file systems at the same time, with few threads and a deadline. */
final class ParallelLook {
  private final int threads;
  private final long timeoutMillis;

  ParallelLook(Configuration conf) {
    threads = P2pConf.integer(conf, P2pKeys.INPUT_CHECK_THREADS);
    timeoutMillis = P2pConf.millis(conf, P2pKeys.INPUT_CHECK_TIMEOUT);
  }

  /**
   * Looks at each thing.
   *
   * @param look called in other threads; its exceptions are mistakes of the program
   * @param late the answer, with a reason, for things that are not answered by the deadline
   * @return the answers in the order of the things
   */
  <T, A> Map<T, A> at(Collection<T> things, Function<T, A> look, BiFunction<T, String, A> late)
      throws InterruptedException {
    Map<T, A> answers = new LinkedHashMap<>();
    if (things.isEmpty()) {
      return answers;
    }
    List<Callable<A>> calls = new ArrayList<>();
    things.forEach(thing -> calls.add(() -> look.apply(thing)));
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(threads, calls.size()), ParallelLook::thread);
    try {
      List<Future<A>> futures = pool.invokeAll(calls, timeoutMillis, TimeUnit.MILLISECONDS);
      int i = 0;
      for (T thing : things) {
        answers.put(thing, answer(futures.get(i), thing, late));
        i++;
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  private <T, A> A answer(Future<A> future, T thing, BiFunction<T, String, A> late)
      throws InterruptedException {
    try {
      return future.get();
    } catch (CancellationException e) {
      return late.apply(
          thing, "no answer within " + timeoutMillis + " ms, " + P2pKeys.INPUT_CHECK_TIMEOUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "input-check");
    thread.setDaemon(true);
    return thread;
  }
}
