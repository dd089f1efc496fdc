package org.yarnp2p.appmaster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.util.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.fleet.Causes;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.fleet.FleetListener;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.appmaster.umbilical.UmbilicalListener;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;

/**
 * Watches over the containers and decides how the job goes: it succeeds when all ranks are done,
 * and fails when one fails, ends early, falls silent or does not come up in time. Thread-safe.
 */
final class Supervisor extends AbstractService implements FleetListener, UmbilicalListener {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Roster roster;
  private final PhaseTimes phases;
  private final Clock clock;
  private final Supplier<String> resources;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private ScheduledThreadPoolExecutor timer;
  private long silenceMillis;
  private long containersMillis;
  private long graceMillis;

  /** Under this supervisor's lock. */
  private Verdict verdict;

  /**
   * @param clock ms that only grow, the roster's
   * @param resources what was asked for and what there is, in sentences
   */
  Supervisor(Roster roster, PhaseTimes phases, Clock clock, Supplier<String> resources) {
    super(Supervisor.class.getSimpleName());
    this.roster = roster;
    this.phases = phases;
    this.clock = clock;
    this.resources = resources;
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    silenceMillis = P2pConf.millis(conf, P2pKeys.HEARTBEAT_TIMEOUT);
    containersMillis = P2pConf.millis(conf, P2pKeys.CONTAINERS_TIMEOUT);
    graceMillis = P2pConf.millis(conf, P2pKeys.FAILURE_GRACE);
    verdict = new Verdict(graceMillis);
    timer = timer();
    super.serviceInit(conf);
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "supervisor");
              thread.setDaemon(true);
              return thread;
            },
            // Once this service has stopped, no deadline matters.
            new ThreadPoolExecutor.DiscardPolicy());
    // A thread that a call of the umbilical's starts would act in its caller's name.
    timer.prestartAllCoreThreads();
    return timer;
  }

  @Override
  protected void serviceStop() throws Exception {
    if (timer != null) {
      timer.shutdownNow();
    }
    super.serviceStop();
  }

  /** All containers have been asked for: their deadlines begin now. */
  void watch() {
    long interval = P2pConf.millis(getConfig(), P2pKeys.HEARTBEAT_INTERVAL);
    var unused =
        timer.scheduleAtFixedRate(
            guarded(this::lookForSilent), interval, interval, TimeUnit.MILLISECONDS);
    later(this::lookForMissing, containersMillis);
  }

  /** The job cannot go on, for a reason that no container has. */
  void fail(String diagnostics) {
    settle(Outcome.failed(diagnostics));
  }

  /** How the containers' work ends; SUCCEEDED when all ranks are done, before any commit. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  /** Completes when the process of every container is over, or when nobody will tell any more. */
  CompletableFuture<Void> allEnded() {
    checkAllEnded();
    return allEnded;
  }

  private void checkAllEnded() {
    if (roster.allEnded()) {
      allEnded.complete(null);
    }
  }

  @Override
  public void launched(Member member, String host, String containerId) {
    roster.launched(member, host, containerId);
  }

  @Override
  public void ended(Member member, ExitReport report) {
    Optional<RankSnapshot> before = roster.ended(member);
    if (before.isEmpty()) {
      return;
    }
    LOG.info("{} {}", before.get().whoAndWhere(), report.describe());
    if (before.get().state() != RankState.DONE) {
      synchronized (this) {
        verdict.ended(member.rank(), FailureText.ended(before.get(), report), clock.getTime());
      }
      settleAfterGrace();
    }
    checkAllEnded();
  }

  @Override
  public void fleetFailed(String diagnostics) {
    fail(diagnostics);
    allEnded.complete(null);
  }

  @Override
  public void registered(Member member) {
    LOG.info("{} is up", roster.rank(member.rank()).whoAndWhere());
    if (roster.allRegistered()) {
      phases.containersUp();
    }
  }

  @Override
  public Order heard(Member member, RankStatus status) {
    note(member, status);
    Outcome settled = outcome.getNow(null);
    return settled == null || settled.isSuccess() ? Order.CONTINUE : Order.STOP;
  }

  @Override
  public void done(Member member, RankStatus status) {
    note(member, status);
    if (roster.allDone()) {
      settle(Outcome.succeeded("all ranks are done"));
    }
  }

  private void note(Member member, RankStatus status) {
    if (member.rank().equals(Rank.TRACKER)) {
      phases.tracker(status);
    }
    synchronized (this) {
      verdict.heard(member.rank());
    }
  }

  @Override
  public void failed(Member member, String message) {
    RankSnapshot rank = roster.rank(member.rank());
    LOG.warn("{} has failed: {}", rank.whoAndWhere(), message);
    synchronized (this) {
      verdict.failed(member.rank(), FailureText.failed(rank, message), clock.getTime());
    }
    settleIfDue();
    settleAfterGrace();
  }

  @Override
  public void killed(String reason) {
    settle(Outcome.killed("Killed: " + reason));
  }

  private void lookForSilent() {
    for (RankSnapshot rank : roster.silentFor(silenceMillis)) {
      long silence = clock.getTime() - rank.heardAt();
      synchronized (this) {
        verdict.silent(rank.rank(), FailureText.silent(rank, silence), clock.getTime());
      }
      settleAfterGrace();
    }
  }

  private void lookForMissing() {
    if (outcome.isDone() || roster.allRegistered()) {
      return;
    }
    String thereIs = resources.get();
    // Asking takes its time; the last container may have come meanwhile.
    if (!roster.allRegistered()) {
      fail(FailureText.notUp(roster.snapshot(), containersMillis, thereIs));
    }
  }

  private void settleAfterGrace() {
    if (!outcome.isDone()) {
      later(this::settleIfDue, graceMillis);
    }
  }

  private void later(Runnable look, long millis) {
    var unused = timer.schedule(guarded(look), millis, TimeUnit.MILLISECONDS);
  }

  /** Without it, an exception would end the looks and nobody would know. */
  private Runnable guarded(Runnable look) {
    return () -> {
      try {
        look.run();
      } catch (RuntimeException e) {
        LOG.error("Cannot watch over the containers", e);
        fail("the ApplicationMaster cannot watch over the containers: " + Causes.sentence(e));
      }
    };
  }

  private void settleIfDue() {
    Optional<String> reason;
    synchronized (this) {
      reason = verdict.settled(clock.getTime());
    }
    reason.ifPresent(this::fail);
  }

  private void settle(Outcome decided) {
    if (outcome.complete(decided)) {
      LOG.info("{}: {}", decided.state(), decided.diagnostics());
    }
  }
}
