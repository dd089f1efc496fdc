package org.yarnp2p.appmaster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
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
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;

/**
 * Watches over the containers and decides how the job goes: it succeeds when all ranks are done,
 * and fails when one fails, ends early, falls silent or does not come up in time. A distribution
 * goes on without such a peer as long as enough others are left. Thread-safe.
 */
final class Supervisor extends AbstractService implements FleetListener, UmbilicalListener {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Roster roster;
  private final PhaseTimes phases;
  private final Clock clock;
  private final Attendance attendance;
  private final Provision provision;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private ScheduledThreadPoolExecutor timer;
  private long silenceMillis;
  private long containersMillis;
  private long graceMillis;
  private long gateMillis;

  /** Under this supervisor's lock. */
  private Verdict verdict;

  /**
   * @param clock ms that only grow, the roster's
   * @param attendance says which ranks can be spared
   * @param provision where the containers come from
   */
  Supervisor(
      Roster roster, PhaseTimes phases, Clock clock, Attendance attendance, Provision provision) {
    super(Supervisor.class.getSimpleName());
    this.roster = roster;
    this.phases = phases;
    this.clock = clock;
    this.attendance = attendance;
    this.provision = provision;
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    silenceMillis = P2pConf.millis(conf, P2pKeys.HEARTBEAT_TIMEOUT);
    containersMillis = P2pConf.millis(conf, P2pKeys.CONTAINERS_TIMEOUT);
    graceMillis = P2pConf.millis(conf, P2pKeys.FAILURE_GRACE);
    gateMillis = P2pConf.millis(conf, P2pKeys.GATE_TIMEOUT);
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

  /**
   * All containers have been asked for: their deadlines begin now.
   *
   * @param nodeWaitMillis how long a container that can be spared may take to come up, ms
   */
  void watch(long nodeWaitMillis) {
    long interval = P2pConf.millis(getConfig(), P2pKeys.HEARTBEAT_INTERVAL);
    var unused =
        timer.scheduleAtFixedRate(
            guarded(this::lookForSilent), interval, interval, TimeUnit.MILLISECONDS);
    later(this::lookForMissing, containersMillis);
    later(() -> lookForAbsent(nodeWaitMillis), nodeWaitMillis);
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
      String text = FailureText.ended(before.get(), report);
      lost(member, text, now -> verdict.ended(member.rank(), text, now));
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
    noteContainersUp();
  }

  private void noteContainersUp() {
    if (roster.allRegistered()) {
      phases.containersUp();
    }
  }

  @Override
  public HeartbeatAnswer heard(Member member, RankStatus status) {
    note(member, status);
    Outcome settled = outcome.getNow(null);
    boolean wanted = settled == null || settled.isSuccess();
    if (!wanted || roster.rank(member.rank()).isGivenUp()) {
      return HeartbeatAnswer.of(Order.STOP);
    }
    return member.rank().equals(Rank.TRACKER)
        ? new HeartbeatAnswer(Order.CONTINUE, roster.gone())
        : HeartbeatAnswer.of(Order.CONTINUE);
  }

  @Override
  public void done(Member member, RankStatus status) {
    note(member, status);
    succeedWhenAllAreDone();
  }

  private void succeedWhenAllAreDone() {
    if (!roster.allDone()) {
      return;
    }
    // When the last peers are given up, the tracker is done before the grace of their failure ends.
    if (attendance.suffices()) {
      settle(Outcome.succeeded("all ranks are done"));
    } else {
      fail(attendance.tooFew());
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
    String text = FailureText.failed(rank, message);
    lost(member, text, now -> verdict.failed(member.rank(), text, now));
    settleIfDue();
  }

  /** A container will not do its work. */
  private void lost(Member member, String text, LongConsumer otherwise) {
    if (attendance.spares(member.rank())) {
      giveUp(member, RankState.FAILED, text);
      return;
    }
    synchronized (this) {
      otherwise.accept(clock.getTime());
    }
    settleAfterGrace();
  }

  private void giveUp(Member member, RankState as, String reason) {
    if (outcome.isDone() || !roster.giveUp(member, as, reason)) {
      return;
    }
    LOG.warn("Going on without {} for {}: {}", member, attendance.node(member.rank()), reason);
    provision.stop(member);
    noteContainersUp();
    if (attendance.suffices()) {
      succeedWhenAllAreDone();
    } else {
      synchronized (this) {
        verdict.tooFew(member.rank(), attendance.tooFew(), clock.getTime());
      }
      settleAfterGrace();
    }
  }

  @Override
  public void killed(String reason) {
    settle(Outcome.killed("Killed: " + reason));
  }

  private void lookForSilent() {
    for (RankSnapshot rank : roster.silentFor(silenceMillis)) {
      long silence = clock.getTime() - rank.heardAt();
      String text = FailureText.silent(rank, silence);
      lost(rank.member(), text, now -> verdict.silent(rank.rank(), text, now));
    }
    for (RankSnapshot rank : roster.notJoinedFor(gateMillis)) {
      if (attendance.spares(rank.rank())) {
        giveUp(rank.member(), RankState.FAILED, FailureText.notJoined(rank, gateMillis));
      }
    }
  }

  private boolean isAwaited(RankSnapshot rank) {
    return rank.endpoint() == null && !rank.isGivenUp() && !rank.ended();
  }

  private void lookForAbsent(long nodeWaitMillis) {
    List<RankSnapshot> absent =
        roster.snapshot().stream()
            .filter(this::isAwaited)
            .filter(rank -> attendance.spares(rank.rank()))
            .toList();
    if (outcome.isDone() || absent.isEmpty()) {
      return;
    }
    Map<Member, String> obstacles =
        provision.obstacles(absent.stream().map(RankSnapshot::member).toList());
    for (RankSnapshot before : absent) {
      RankSnapshot rank = roster.rank(before.rank());
      // Asking takes its time; the container may have come meanwhile.
      if (isAwaited(rank)) {
        String obstacle = obstacles.getOrDefault(rank.member(), "");
        String reason = FailureText.absent(rank, nodeWaitMillis, obstacle);
        giveUp(rank.member(), RankState.ABSENT, reason);
      }
    }
  }

  private void lookForMissing() {
    if (outcome.isDone() || !isAnybodyMissing()) {
      return;
    }
    String thereIs = provision.resources();
    // Asking takes its time; the last container may have come meanwhile.
    if (isAnybodyMissing()) {
      fail(FailureText.notUp(roster.snapshot(), containersMillis, thereIs));
    }
  }

  private boolean isAnybodyMissing() {
    return roster.snapshot().stream()
        .anyMatch(rank -> isAwaited(rank) && !attendance.spares(rank.rank()));
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
