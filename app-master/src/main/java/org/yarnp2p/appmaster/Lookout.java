package org.yarnp2p.appmaster;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.util.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Member;

/** Finds the containers that have let a deadline pass. For one thread, which looks at intervals. */
final class Lookout {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  /** Most containers that come at all are up by then: of these nobody asks. */
  private static final long LATE_MILLIS = 5000;

  /** Hears what is found. */
  interface Findings {
    /** A container has not called for too long, and counts as lost. */
    void silent(RankSnapshot rank, Loss loss);

    /** The job is to go on without a rank that it can spare. */
    void giveUp(Member member, RankState as, String reason);

    /** The job cannot go on. */
    void fail(String diagnostics);
  }

  private final Roster roster;
  private final Attendance attendance;
  private final Provision provision;
  private final Clock clock;
  private final Findings findings;
  private final long intervalMillis;
  private final long silenceMillis;
  private final long containersMillis;
  private final long gateMillis;
  private final long nodeWaitMillis;

  /** Whether it has been asked which nodes were decommissioned before. */
  private boolean nodeStatesRead;

  /** When the last look ended, by the clock. */
  private long lookedAt;

  /** Since when this process has not been held up; what others did not do before means nothing. */
  private long awakeSince = Long.MIN_VALUE;

  /**
   * @param clock the roster's
   * @param nodeWaitMillis how long a container that can be spared may take to come up, ms
   */
  Lookout(
      Roster roster,
      Attendance attendance,
      Provision provision,
      Clock clock,
      Configuration conf,
      long nodeWaitMillis,
      Findings findings) {
    this.roster = roster;
    this.attendance = attendance;
    this.provision = provision;
    this.clock = clock;
    this.findings = findings;
    this.nodeWaitMillis = nodeWaitMillis;
    intervalMillis = P2pConf.millis(conf, P2pKeys.HEARTBEAT_INTERVAL);
    silenceMillis = P2pConf.millis(conf, P2pKeys.HEARTBEAT_TIMEOUT);
    containersMillis = P2pConf.millis(conf, P2pKeys.CONTAINERS_TIMEOUT);
    gateMillis = P2pConf.millis(conf, P2pKeys.GATE_TIMEOUT);
    lookedAt = clock.getTime();
  }

  /** Looks once at all ranks. */
  void look() {
    long since = clock.getTime() - lookedAt;
    if (since > intervalMillis + silenceMillis / 2) {
      LOG.warn("This process was held up for {} ms; nobody is lost, or late, for that time", since);
      awakeSince = clock.getTime();
    }
    lookForSilent();
    lookForIdle();
    lookForDecommissioned();
    lookForAbsent();
    lookForMissing();
    lookedAt = clock.getTime();
  }

  private void lookForSilent() {
    for (RankSnapshot rank : roster.silentFor(silenceMillis, awakeSince)) {
      if (roster.lose(rank.member())) {
        findings.silent(rank, Loss.silent(rank, clock.getTime() - rank.heardAt()));
      }
    }
  }

  private void lookForIdle() {
    for (RankSnapshot rank : roster.notJoinedFor(gateMillis, awakeSince)) {
      if (attendance.spares(rank.rank())) {
        String reason = FailureText.notJoined(rank, gateMillis);
        findings.giveUp(rank.member(), RankState.FAILED, reason);
      }
    }
  }

  /** What runs on such a node is ended by YARN first. */
  private void lookForDecommissioned() {
    if (!nodeStatesRead && !awaitedFor(LATE_MILLIS).isEmpty()) {
      nodeStatesRead = true;
      provision.readNodeStates();
    }
    for (RankSnapshot rank : awaitedFor(0)) {
      if (rank.state() == RankState.REQUESTED && provision.isDecommissioned(rank.rank())) {
        findings.giveUp(rank.member(), RankState.ABSENT, FailureText.decommissioned());
      }
    }
  }

  private void lookForAbsent() {
    List<RankSnapshot> absent = awaitedFor(nodeWaitMillis);
    if (absent.isEmpty()) {
      return;
    }
    Map<Member, String> obstacles =
        provision.obstacles(absent.stream().map(RankSnapshot::member).toList());
    // Asking takes its time; containers may have come meanwhile.
    for (RankSnapshot rank : awaitedFor(nodeWaitMillis)) {
      String obstacle = obstacles.getOrDefault(rank.member(), "");
      String reason = FailureText.absent(rank, nodeWaitMillis, obstacle);
      findings.giveUp(rank.member(), RankState.ABSENT, reason);
    }
  }

  /** Of those that can be spared. */
  private List<RankSnapshot> awaitedFor(long millis) {
    return roster.awaitedFor(millis, awakeSince).stream()
        .filter(rank -> attendance.spares(rank.rank()))
        .toList();
  }

  private void lookForMissing() {
    if (!isAnybodyMissing()) {
      return;
    }
    String thereIs = provision.resources();
    // Asking takes its time; the last container may have come meanwhile.
    if (isAnybodyMissing()) {
      findings.fail(FailureText.notUp(roster.snapshot(), containersMillis, thereIs));
    }
  }

  private boolean isAnybodyMissing() {
    return roster.awaitedFor(containersMillis, awakeSince).stream()
        .anyMatch(rank -> !attendance.spares(rank.rank()));
  }
}
