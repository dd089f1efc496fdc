package org.yarnp2p.bench.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The hosts of a simulation in strands that run side by side, a thread for each. Hosts know each
 * other only through messages, and every message takes the same time to arrive. So all that is due
 * within that time from the next event anywhere can be run without looking at other strands: a
 * window. Then all strands take over what was sent to them (conservative synchronisation in
 * windows, as in D. Nicol: The cost of conservative synchronization in parallel discrete event
 * simulations, Journal of the ACM 40, 1993).
 *
 * <p>What happens at a host depends neither on the number of strands nor on the threads' pace:
 * windows begin and end at the same times, and messages come in an order of their own.
 */
final class Strands implements AutoCloseable {
  private final long latencyNanos;
  private final List<Strand> all = new ArrayList<>();

  /** When the next event of each strand is due, in ns. */
  private final long[] next;

  private final ExecutorService threads;
  private final SpinBarrier barrier;

  /**
   * @param count of strands, from 1; each takes a processor while it runs
   * @param latencyNanos of every message, from 1
   */
  Strands(int count, long latencyNanos) {
    this.latencyNanos = latencyNanos;
    for (int i = 0; i < count; i++) {
      all.add(new Strand(count, latencyNanos));
    }
    next = new long[count];
    barrier = new SpinBarrier(count);
    threads = Executors.newFixedThreadPool(count, Strands::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "simulation");
    thread.setDaemon(true);
    return thread;
  }

  /** The clock of a host, for what happens at this host alone. */
  VirtualTime time(int host) {
    return all.get(strand(host)).time();
  }

  /**
   * Sends a message, which arrives after the latency.
   *
   * @param from the host whose event this is
   * @param to the host at which the work is done
   */
  void message(int from, int to, Runnable work) {
    all.get(strand(from)).send(from, strand(to), work);
  }

  /**
   * Sends the same message to several hosts, for less than as many messages.
   *
   * @param from the host whose event this is
   * @param to the hosts at which the work is done
   * @param work gets the number of the host
   */
  void message(int from, int[] to, IntConsumer work) {
    for (int number = 0; number < all.size(); number++) {
      int[] there = new int[to.length];
      int count = 0;
      for (int host : to) {
        if (strand(host) == number) {
          there[count++] = host;
        }
      }
      if (count > 0) {
        int last = count;
        all.get(strand(from)).send(from, number, () -> each(there, last, work));
      }
    }
  }

  private static void each(int[] hosts, int count, IntConsumer work) {
    for (int i = 0; i < count; i++) {
      work.accept(hosts[i]);
    }
  }

  private int strand(int host) {
    return host % all.size();
  }

  /**
   * Runs all events that are due before a time.
   *
   * @param until in ns
   * @return whether any event is left
   * @throws IllegalStateException that an event has thrown
   */
  boolean run(long until) {
    IntStream.range(0, all.size()).forEach(this::collect);
    if (all.size() == 1) {
      run(0, until);
    } else {
      runBesideEachOther(until);
    }
    return soonest() < Long.MAX_VALUE;
  }

  private void runBesideEachOther(long until) {
    List<Future<?>> running = new ArrayList<>();
    for (int number = 0; number < all.size(); number++) {
      int mine = number;
      running.add(
          threads.submit(
              () -> {
                try {
                  run(mine, until);
                } catch (RuntimeException | Error e) {
                  barrier.breakUp();
                  throw e;
                }
              }));
    }
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        barrier.breakUp();
        throw new IllegalStateException("the simulation was interrupted", e);
      }
    }
  }

  /** What the simulation found broken by itself has its own words. */
  private static IllegalStateException failure(Throwable cause) {
    String message = cause instanceof IllegalStateException ? cause.getMessage() : cause.toString();
    return new IllegalStateException(message, cause);
  }

  private void run(int number, long until) {
    Strand mine = all.get(number);
    for (long start = soonest(); start < until; start = soonest()) {
      mine.run(Math.min(until, start + latencyNanos));
      if (!barrier.await()) {
        return;
      }
      collect(number);
      if (!barrier.await()) {
        return;
      }
    }
  }

  private void collect(int number) {
    Strand mine = all.get(number);
    mine.collect(all, number);
    next[number] = mine.next();
  }

  private long soonest() {
    long soonest = Long.MAX_VALUE;
    for (long one : next) {
      soonest = Math.min(soonest, one);
    }
    return soonest;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
