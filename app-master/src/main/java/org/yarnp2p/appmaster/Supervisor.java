package org.yarnp2p.appmaster;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.util.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.Replacements.Lost;
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
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;

/**
 * Watches over the containers and decides how the job goes: it succeeds when all ranks are done. A
 * rank whose container fails, ends early or falls silent gets another one; when that is no use the
 * job fails, as it does when a container does not come up in time. A distribution goes on without
 * such a peer, and fails at its end when too few others have everything. Thread-safe.
 */
final class Supervisor extends AbstractService
    implements FleetListener, UmbilicalListener, Lookout.Findings {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Roster roster;
  private final PhaseTimes phases;
  private final Clock clock;
  private final Attendance attendance;
  private final Provision provision;
  private final Departures departures;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private Deadlines deadlines;
  private HeldBackReason failure;
  private long exitMillis;
  private long stopMillis;
  private volatile boolean superseded;

  /** For the thread of the deadlines only. */
  private Replacements replacements;

  /** Ranks for which the job fails as soon as its reason is settled; for the same thread only. */
  private final Set<Rank> beyondHelp = new HashSet<>();

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
    departures = new Departures(roster, attendance);
  }

  @Override
  protected void serviceInit(Configuration conf) throws Exception {
    exitMillis = P2pConf.millis(conf, P2pKeys.EXIT_TIMEOUT);
    stopMillis = P2pConf.millis(conf, P2pKeys.STOP_TIMEOUT);
    replacements = new Replacements(roster, attendance, provision, clock, conf);
    deadlines = new Deadlines("supervisor", this::cannotWatch);
    long graceMillis = P2pConf.millis(conf, P2pKeys.FAILURE_GRACE);
    failure = new HeldBackReason(clock, deadlines, graceMillis, this::fail);
    super.serviceInit(conf);
  }

  @Override
  protected void serviceStop() throws Exception {
    if (deadlines != null) {
      deadlines.stop();
    }
    super.serviceStop();
  }

  /**
   * All containers have been asked for: they are watched from now on.
   *
   * @param nodeWaitMillis how long a container that can be spared may take to come up, ms
   */
  void watch(long nodeWaitMillis) {
    Lookout lookout =
        new Lookout(roster, attendance, provision, clock, getConfig(), nodeWaitMillis, this);
    deadlines.every(
        () -> {
          if (!outcome.isDone()) {
            lookout.look();
            replacements.exclude();
          }
        },
        P2pConf.millis(getConfig(), P2pKeys.HEARTBEAT_INTERVAL));
    settleWhenAllAreDone();
  }

  /** The job cannot go on, for a reason that no container has. */
  @Override
  public void fail(String diagnostics) {
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
    // Before the outcome, whoever has ended may get a successor.
    if (outcome.isDone() && roster.allEnded()) {
      allEnded.complete(null);
    }
  }

  @Override
  public void launched(Member member, String host, String containerId) {
    roster.launched(member, host, containerId);
  }

  @Override
  public void ended(Member member, ExitReport report) {
    departures.ended(member);
    Optional<RankSnapshot> before = roster.ended(member);
    if (before.isEmpty()) {
      return;
    }
    LOG.info("{} {}", before.get().whoAndWhere(), report.describe());
    if (before.get().state() != RankState.DONE) {
      later(() -> isOver(before.get(), report), 0);
    }
    checkAllEnded();
  }

  /** What made it end is told rather than how. */
  private void isOver(RankSnapshot rank, ExitReport report) {
    Loss loss =
        replacements
            .takeEnding(rank.member())
            .map(Lost::loss)
            .orElseGet(() -> Loss.ended(rank, report));
    lost(rank, loss);
  }

  @Override
  public void fleetFailed(String diagnostics) {
    fail(diagnostics);
    allEnded.complete(null);
  }

  @Override
  public void superseded(String diagnostics) {
    superseded = true;
    fleetFailed(diagnostics);
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
    if (superseded) {
      // The containers are another attempt's; this one has nothing to say any more.
      return HeartbeatAnswer.of(Order.CONTINUE);
    }
    RankSnapshot rank = roster.rank(member.rank());
    if (!wanted || rank.isGivenUp() || rank.state() == RankState.FAILED) {
      return HeartbeatAnswer.of(Order.STOP);
    }
    return member.rank().equals(Rank.TRACKER)
        ? new HeartbeatAnswer(Order.CONTINUE, roster.gone(), roster.lost(), departures.leaving())
        : HeartbeatAnswer.of(Order.CONTINUE);
  }

  @Override
  public void done(Member member, RankStatus status) {
    note(member, status);
    // A later tracker may have come after the one that has let the swarm go.
    if (member.rank().equals(Rank.TRACKER) || roster.isTrackerReplaced()) {
      later(this::excuseOutsiders, 0);
    }
    settleWhenAllAreDone();
  }

  private void settleWhenAllAreDone() {
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
      status.trouble().unfit().forEach(life -> later(() -> departs(life), 0));
    }
  }

  @Override
  public void askedBack(Member member) {
    departures.askedBack(member);
  }

  private void departs(Member life) {
    if (!outcome.isDone()) {
      departures.named(life).ifPresent(lost -> endAndReplace(lost.rank(), lost.loss()));
    }
  }

  /** The swarm is let go, so those who were on their way back to it had everything before. */
  private void excuseOutsiders() {
    for (RankSnapshot rank : roster.outsiders()) {
      LOG.info("{} is no longer needed: the swarm is done", rank.whoAndWhere());
      excuse(rank);
    }
    settleWhenAllAreDone();
  }

  private void excuse(RankSnapshot rank) {
    roster.excuse(rank.member());
    provision.stop(rank.member());
  }

  @Override
  public void failed(Member member, String message, Cure cure) {
    RankSnapshot rank = roster.rank(member.rank());
    if (!rank.member().equals(member)) {
      // Its end was heard of first, and its place is taken since the roster has let it speak.
      LOG.warn("{} had failed: {}", member, message);
      return;
    }
    LOG.warn("{} has failed: {}", rank.whoAndWhere(), message);
    Loss loss = Loss.failed(rank, message, cure);
    later(
        () -> {
          if (cure == Cure.NONE) {
            lost(rank, loss);
          } else {
            awaitEnd(rank, loss, exitMillis);
          }
        },
        0);
  }

  /** Whether that is news. */
  private boolean awaitEnd(RankSnapshot rank, Loss loss, long millis) {
    boolean news = replacements.awaitEnd(rank, loss);
    if (news) {
      later(() -> isOverdue(rank.member()), millis);
    }
    return news;
  }

  private void isOverdue(Member member) {
    Optional<Lost> overdue = replacements.takeEnding(member);
    if (overdue.isPresent()) {
      LOG.warn("{} has not ended; it is not waited for any longer", member);
      provision.stop(member);
      lost(overdue.get().rank(), overdue.get().loss());
    }
  }

  /** A container will not do its work. That may be heard of twice, and is of one meaning once. */
  private void lost(RankSnapshot rank, Loss loss) {
    boolean peer = rank.rank().isPeer();
    if (outcome.isDone() || !roster.isExpected(rank.member())) {
      return;
    }
    if (!peer && hasDrained()) {
      excuseOutsiders(); // a next tracker would wait for them
    }
    if (beyondHelp.contains(rank.rank())) {
      isLast(rank, loss);
    } else if (peer ? hasDrained() : roster.peersDone()) {
      excuse(rank);
      settleWhenAllAreDone();
    } else if (attendance.isNodeByNode() && peer && rank.hasEverything()) {
      giveUp(rank.member(), RankState.FAILED, loss.text());
    } else {
      replacements.replace(rank, loss).ifPresent(last -> isLast(rank, last));
    }
  }

  /**
   * Whether every peer that counts has all it wanted: the tracker says so, or has let one go, of
   * which its own next word may come later.
   */
  private boolean hasDrained() {
    return phases.isSwarmDone() || roster.isAnyPeerDone();
  }

  /** The rank gets no other container. */
  private void isLast(RankSnapshot rank, Loss loss) {
    if (attendance.spares(rank.rank())) {
      giveUp(rank.member(), RankState.FAILED, loss.text());
      return;
    }
    beyondHelp.add(rank.rank());
    failure.lost(rank.rank(), loss);
  }

  @Override
  public void silent(RankSnapshot rank, Loss loss) {
    endAndReplace(rank, loss);
  }

  private void endAndReplace(RankSnapshot rank, Loss loss) {
    if (awaitEnd(rank, loss, stopMillis)) {
      LOG.warn("{}", loss.text());
      provision.stop(rank.member());
    }
  }

  @Override
  public void giveUp(Member member, RankState as, String reason) {
    if (outcome.isDone() || !roster.giveUp(member, as, reason)) {
      return;
    }
    LOG.warn("{}: going on without {}: {}", member, attendance.name(member.rank()), reason);
    provision.stop(member);
    noteContainersUp();
    if (attendance.isOfUse()) {
      settleWhenAllAreDone();
    } else {
      failure.tooFew(member.rank(), attendance.tooFew());
    }
  }

  @Override
  public void killed(String reason) {
    settle(Outcome.killed("Killed: " + reason));
  }

  private void later(Runnable look, long millis) {
    deadlines.later(look, millis);
  }

  private void cannotWatch(Throwable why) {
    LOG.error("Cannot watch over the containers", why);
    fail("the ApplicationMaster cannot watch over the containers: " + Causes.sentence(why));
  }

  private void settle(Outcome decided) {
    if (outcome.complete(decided)) {
      LOG.info("{}: {}", decided.state(), decided.diagnostics());
    }
  }
}
