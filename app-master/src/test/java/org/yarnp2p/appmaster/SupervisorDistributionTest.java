package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ContainerExitStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.appmaster.fleet.ExitReport;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** What becomes of a distribution to three nodes when some do not come or fail. */
@Timeout(60)
class SupervisorDistributionTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RankStatus STATUS = RankStatus.starting();
  private static final RankStatus COMPLETE = RankStatus.ofTracker(RankPhase.COMPLETE, 0, -1, -1);
  private static final ExitReport KILLED = new ExitReport(137, "", "");

  private final Configuration conf = P2pConf.create();
  private final AtomicLong time = new AtomicLong(1_000_000);
  private final Roster roster = new Roster(3, time::get);
  private final PhaseTimes phases = new PhaseTimes(time::get, 0, 0);
  private final FakeProvision provision = new FakeProvision();
  private Supervisor supervisor;
  private Member tracker;
  private final Member[] peers = new Member[4];

  @BeforeEach
  void askForContainers() {
    conf.set("p2p.am.failure.grace", "0ms");
    conf.set("p2p.am.heartbeat.interval", "5ms");
    conf.set("p2p.rank.max-failures", "1");
    conf.set("p2p.am.stop.timeout", "1ms");
    tracker = roster.requested(Rank.TRACKER);
    for (int rank = 1; rank <= 3; rank++) {
      peers[rank] = roster.requested(Rank.peer(rank));
    }
  }

  @AfterEach
  void stop() {
    supervisor.stop();
  }

  @Test
  void aNodeThatDoesNotComeInTimeIsGivenUpAndTheJobGoesOn() throws IOException {
    start(2);
    provision.obstacles.put(peers[3], "the node is unhealthy (disks full)");
    register(tracker);
    register(peers[1]);
    register(peers[2]);
    time.addAndGet(1);
    supervisor.watch(1);
    awaitGone(Rank.peer(3));

    assertThat(roster.rank(Rank.peer(3)).state()).isEqualTo(RankState.ABSENT);
    assertThat(roster.rank(Rank.peer(3)).reason())
        .isEqualTo(
            "it did not give a container within 1 ms (--node-wait): the node is unhealthy (disks"
                + " full)");
    awaitContainersUp();
    assertThat(phases.toReport().containersUp()).isEqualTo(1);
    assertThat(provision.stopped).containsExactly(peers[3]);
    done(peers[1]);
    done(peers[2]);
    assertThat(supervisor.outcome()).isNotDone();
    done(tracker);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
  }

  @Test
  void aNodeThatIsDecommissionedUnderWayIsGivenUpAtOnce() throws IOException {
    conf.set("p2p.rank.max-failures", "3");
    start(2);
    upAll();
    provision.decommissioned.add(Rank.peer(3));
    supervisor.watch(3_600_000);
    supervisor.ended(peers[3], new ExitReport(ContainerExitStatus.ABORTED, "", ""));
    awaitGone(Rank.peer(3));

    assertThat(roster.rank(Rank.peer(3)).state()).isEqualTo(RankState.ABSENT);
    assertThat(roster.rank(Rank.peer(3)).reason()).contains("the node is decommissioned");
    assertThat(roster.rank(Rank.peer(1)).isGivenUp()).isFalse();
    done(peers[1]);
    done(peers[2]);
    done(tracker);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
  }

  @Test
  void theTrackerIsToldWithEveryHeartbeatWhoIsGone() throws IOException {
    start(1);
    upAll();
    assertThat(supervisor.heard(tracker, STATUS).gone()).isEmpty();
    supervisor.ended(peers[2], KILLED);
    awaitGone(Rank.peer(2));

    HeartbeatAnswer answer = new HeartbeatAnswer(Order.CONTINUE, Set.of(Rank.peer(2)), Set.of());
    assertThat(supervisor.heard(tracker, STATUS)).isEqualTo(answer);
    assertThat(supervisor.heard(tracker, STATUS)).isEqualTo(answer);
    assertThat(supervisor.heard(peers[1], STATUS)).isEqualTo(HeartbeatAnswer.of(Order.CONTINUE));
  }

  @Test
  void aContainerThatComesTooLateIsToldToStop() throws IOException {
    start(1);
    register(tracker);
    register(peers[1]);
    time.addAndGet(1);
    supervisor.watch(1);
    awaitGone(Rank.peer(2), Rank.peer(3));
    register(peers[2]);

    assertThat(supervisor.heard(peers[2], STATUS).order()).isEqualTo(Order.STOP);
    assertThat(roster.rank(Rank.peer(2)).state()).isEqualTo(RankState.ABSENT);
  }

  @Test
  void tooFewNodesFailTheJobWhenTheOthersHaveEverything() throws IOException {
    start(2);
    upAll();
    supervisor.failed(peers[3], "rank 3 on node3: no space left", Cure.RESTART);
    supervisor.ended(peers[3], KILLED);
    assertThat(supervisor.outcome()).isNotDone();
    supervisor.launched(peers[2], "node2", "container_2");
    supervisor.ended(peers[2], KILLED);
    awaitGone(Rank.peer(2), Rank.peer(3));
    assertThat(supervisor.outcome()).as("node1 can still get everything").isNotDone();
    done(peers[1]);
    done(tracker);

    assertThat(supervisor.outcome().join().state()).isEqualTo(State.FAILED);
    assertThat(supervisor.outcome().join().diagnostics())
        .isEqualTo(
            "1 of 3 nodes have everything, but 2 must; without node2 (rank 2 on node2"
                + " (container_2) ended with exit status 137 (killed with SIGKILL, by a person or"
                + " by the operating system when memory ran out)), node3 (rank 3 on node3: no"
                + " space left)");
  }

  @Test
  void jobThatNobodyIsLeftOfFailsAtOnceWithAllReasons() throws IOException {
    start(1);
    upAll();
    for (int rank = 1; rank <= 3; rank++) {
      supervisor.failed(peers[rank], "rank %d: no space left".formatted(rank), Cure.NONE);
    }

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().state()).isEqualTo(State.FAILED);
    assertThat(supervisor.outcome().join().diagnostics())
        .isEqualTo(
            "0 of 3 nodes have everything, but 1 must; without node1 (rank 1: no space left),"
                + " node2 (rank 2: no space left), node3 (rank 3: no space left)");
  }

  @Test
  void aPeerThatWasCompleteCountsThoughItIsLost() throws IOException {
    start(3);
    upAll();
    roster.heard(peers[1], COMPLETE);
    supervisor.heard(peers[1], COMPLETE);
    supervisor.ended(peers[1], KILLED);
    done(peers[2]);
    done(peers[3]);
    done(tracker);

    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
  }

  @Test
  void theLastOneThatIsGivenUpEndsTheJob() throws IOException {
    start(2);
    upAll();
    done(peers[1]);
    done(peers[2]);
    done(tracker);
    assertThat(supervisor.outcome()).isNotDone();
    supervisor.ended(peers[3], KILLED);

    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    assertThat(supervisor.allEnded()).isNotDone();
  }

  @Test
  void aJobWhosePeersAreAllGivenUpHasNotSucceededThoughItsTrackerIsDone() throws IOException {
    conf.set("p2p.am.failure.grace", "1h");
    start(3);
    upAll();
    for (int rank = 1; rank <= 3; rank++) {
      supervisor.failed(peers[rank], "the origin has changed", Cure.NONE);
    }
    assertThat(supervisor.outcome()).isNotDone();
    done(tracker);

    assertThat(supervisor.outcome().join().state()).isEqualTo(State.FAILED);
    assertThat(supervisor.outcome().join().diagnostics())
        .startsWith("0 of 3 nodes have everything, but 3 must; without node1 (")
        .contains("the origin has changed");
  }

  @Test
  void aSilentPeerIsGivenUp() throws IOException {
    conf.set("p2p.am.heartbeat.timeout", "30s");
    start(1);
    upAll();
    time.addAndGet(30_001);
    roster.heard(tracker, STATUS);
    roster.heard(peers[1], COMPLETE);
    roster.heard(peers[2], COMPLETE);
    supervisor.watch(3_600_000);
    awaitGone(Rank.peer(3));

    assertThat(roster.rank(Rank.peer(3)).reason())
        .startsWith("rank 3 has not been heard of for 30001 ms");
    assertThat(roster.rank(Rank.peer(3)).state()).isEqualTo(RankState.FAILED);
  }

  @Test
  void aPeerThatNeverJoinsIsGivenUp() throws IOException {
    conf.set("p2p.am.heartbeat.timeout", "1h");
    conf.set("p2p.tracker.gate.timeout", "10s");
    start(1);
    upAll();
    roster.heard(peers[1], COMPLETE);
    roster.heard(peers[2], COMPLETE);
    time.addAndGet(10_001);
    supervisor.watch(3_600_000);
    awaitGone(Rank.peer(3));

    assertThat(roster.rank(Rank.peer(3)).reason())
        .isEqualTo(
            "rank 3 did not join the tracker within 10 s (p2p.tracker.gate.timeout); see its log");
  }

  @Test
  void theTrackerCannotBeSpared() throws IOException {
    conf.set("p2p.am.failure.grace", "1h");
    start(3);
    upAll();
    supervisor.failed(peers[2], "rank 2 on node2: lost its tracker", Cure.RESTART);
    assertThat(supervisor.outcome()).isNotDone();
    supervisor.failed(tracker, "rank 0 on node1: out of memory", Cure.NONE);

    assertThat(supervisor.outcome().join().diagnostics())
        .isEqualTo("rank 0 on node1: out of memory");
  }

  @Test
  void aTrackerThatDoesNotComeFailsTheJob() throws IOException {
    conf.set("p2p.am.containers.timeout", "1ms");
    start(1);
    register(peers[1]);
    time.addAndGet(1);
    supervisor.watch(3_600_000);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().diagnostics()).contains("Asked for a lot.");
  }

  private void start(int minNodes) {
    supervisor =
        new Supervisor(
            roster,
            phases,
            time::get,
            new Attendance(Distributions.toThree(minNodes), roster),
            provision);
    supervisor.init(conf);
    supervisor.start();
  }

  /** The thread of the deadlines gives up; the heartbeats of the tracker tell when. */
  private void awaitGone(Rank... ranks) throws IOException {
    while (!supervisor.heard(tracker, STATUS).gone().equals(Set.of(ranks))) {
      roster.heard(tracker, STATUS);
      Thread.onSpinWait();
    }
  }

  /** The last that the supervisor does when it gives a peer up before all have come. */
  private void awaitContainersUp() {
    while (phases.toReport().containersUp() == null) {
      Thread.onSpinWait();
    }
  }

  private void upAll() throws IOException {
    register(tracker);
    for (int rank = 1; rank <= 3; rank++) {
      register(peers[rank]);
    }
  }

  private void register(Member member) throws IOException {
    roster.registered(member, new Endpoint("node" + member.rank().value(), 4711));
    supervisor.registered(member);
  }

  private void done(Member member) throws IOException {
    roster.done(member, STATUS);
    supervisor.done(member, STATUS);
  }
}
