package org.yarnp2p.appmaster.web;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.util.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/** Notes how the job's bytes grow, as often as containers tell their figures. Thread-safe. */
public final class Sampler extends AbstractService {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  /** As many points as a chart has room for. */
  private static final int MOST_SAMPLES = 600;

  private final Roster roster;
  private final Clock clock;
  private final long startedAt;
  private final Throughput throughput = new Throughput(MOST_SAMPLES);
  private ScheduledExecutorService timer;

  /**
   * @param clock ms that only grow
   * @param sinceStart ms that have gone by since the submission
   */
  public Sampler(Roster roster, Clock clock, long sinceStart) {
    super(Sampler.class.getSimpleName());
    this.roster = roster;
    this.clock = clock;
    startedAt = clock.getTime() - Math.max(0, sinceStart);
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sampler");
              thread.setDaemon(true);
              return thread;
            });
    super.serviceInit(conf);
  }

  @Override
  protected void serviceStart() throws Exception {
    long interval = P2pConf.millis(getConfig(), P2pKeys.HEARTBEAT_INTERVAL);
    var unused =
        timer.scheduleAtFixedRate(this::lookAgain, interval, interval, TimeUnit.MILLISECONDS);
    super.serviceStart();
  }

  @Override
  protected void serviceStop() throws Exception {
    if (timer != null) {
      timer.shutdownNow();
    }
    super.serviceStop();
  }

  /** Without the catch, an exception would end the looks and nobody would know. */
  private void lookAgain() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("Cannot take a sample", e);
    }
  }

  /** Takes a sample now. */
  synchronized void look() {
    List<RankSnapshot> ranks = roster.snapshot();
    throughput.add(elapsedMillis(), Totals.of(ranks), RankParts.of(ranks));
  }

  /** Ms since the submission. */
  long elapsedMillis() {
    return clock.getTime() - startedAt;
  }

  Throughput throughput() {
    return throughput;
  }
}
