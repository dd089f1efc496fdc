package org.yarnp2p.bench.swarm;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.bench.figures.Series;
import org.yarnp2p.bench.machine.Processes;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/**
 * Watches the ranks of a job while it runs: CPU and memory of their processes, and their progress.
 * When the gate has opened becomes known only later, so all is sampled from the start.
 */
final class Observer {
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
  private static final int MOST_SAMPLES = 4096;
  private static final long CPU_MILLIS = 100;
  private static final long STATUS_MILLIS = 100;
  private static final String PROCESS = "process ";

  private final Supplier<JobReport> status;
  private final ScheduledExecutorService timer;

  /** All of these under this object's lock. */
  private final Map<Integer, Long> pids = new HashMap<>();

  private final Map<Integer, Series> cpuSeconds = new HashMap<>();
  private final Map<Integer, Series> acquiredBytes = new HashMap<>();
  private final Map<Integer, Long> peakBytes = new HashMap<>();

  private Observer(Supplier<JobReport> status) {
    this.status = status;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "observer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to watch. */
  static Observer watch(Supplier<JobReport> status) {
    Observer observer = new Observer(status);
    observer.every(STATUS_MILLIS, observer::lookAtJob);
    observer.every(CPU_MILLIS, observer::lookAtProcesses);
    return observer;
  }

  private void every(long millis, Runnable look) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                look.run();
              } catch (RuntimeException e) {
                // The next look may succeed.
                LOG.debug("a look has failed", e);
              }
            },
            0,
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void lookAtJob() {
    JobReport report = status.get();
    synchronized (this) {
      long now = System.nanoTime();
      for (RankReport rank : report.ranks()) {
        String container = rank.containerId();
        if (container != null && container.startsWith(PROCESS)) {
          pids.put(rank.rank(), Long.valueOf(container.substring(PROCESS.length())));
        }
        series(acquiredBytes, rank.rank()).offer(now, (double) rank.acquiredBytes());
      }
      pids.forEach(
          (rank, pid) ->
              Processes.peakBytes(pid).ifPresent(bytes -> peakBytes.merge(rank, bytes, Math::max)));
    }
  }

  private synchronized void lookAtProcesses() {
    pids.forEach(
        (rank, pid) ->
            Processes.cpuSeconds(pid)
                .ifPresent(used -> series(cpuSeconds, rank).offer(System.nanoTime(), used)));
  }

  private static Series series(Map<Integer, Series> all, int rank) {
    return all.computeIfAbsent(rank, r -> new Series(MOST_SAMPLES));
  }

  /** CPU of a rank's process up to a time, s. */
  synchronized double cpuSeconds(int rank, long nanos) {
    return series(cpuSeconds, rank).at(nanos);
  }

  /** Most resident memory of a rank's process, bytes; 0 when it was never seen. */
  synchronized long peakBytes(int rank) {
    return peakBytes.getOrDefault(rank, 0L);
  }

  /** Verified bytes of a rank over time, on the clock of {@link System#nanoTime}. */
  synchronized Series acquiredBytes(int rank) {
    return series(acquiredBytes, rank);
  }

  /** Looks no more; what was seen stays. */
  void stop() {
    timer.shutdownNow();
  }
}
