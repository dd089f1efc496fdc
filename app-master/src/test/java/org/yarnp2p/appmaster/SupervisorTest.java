package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.appmaster.fleet.ExitReport;
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

@Timeout(60)
class SupervisorTest {
  private static final Endpoint HERE = new Endpoint("node1", 4711);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RankStatus STATUS = RankStatus.starting();

  private final Configuration conf = P2pConf.create();
  private final AtomicLong time = new AtomicLong(1_000_000);
  private final Roster roster = new Roster(1, time::get);
  private final PhaseTimes phases = new PhaseTimes(time::get, 0, 0);
  private final Supervisor supervisor =
      new Supervisor(roster, phases, time::get, new Attendance(null, roster), new FakeProvision());
  private Member tracker;
  private Member peer;

  @BeforeEach
  void askForContainers() {
    conf.set("p2p.am.failure.grace", "0ms");
    conf.set("p2p.am.heartbeat.interval", "5ms");
    conf.set("p2p.rank.max-failures", "1");
    tracker = roster.requested(Rank.TRACKER);
    peer = roster.requested(Rank.peer(1));
  }

  @AfterEach
  void stop() {
    supervisor.stop();
  }

  @Test
  void theJobSucceedsWhenAllRanksAreDone() throws IOException {
    start();
    register(tracker);
    assertThat(phases.toReport().containersUp()).isNull();
    register(peer);
    assertThat(phases.toReport().containersUp()).isZero();
    assertThat(supervisor.heard(peer, STATUS).order()).isEqualTo(Order.CONTINUE);
    done(peer);
    assertThat(supervisor.outcome()).isNotDone();
    done(tracker);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    assertThat(supervisor.heard(peer, STATUS).order()).isEqualTo(Order.CONTINUE);
  }

  @Test
  void containersThatEndAfterTheyWereDoneAreNoFailure() throws IOException {
    start();
    register(tracker);
    register(peer);
    done(peer);
    supervisor.ended(peer, new ExitReport(1, "", ""));
    done(tracker);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    assertThat(supervisor.allEnded()).isNotDone();
    supervisor.ended(tracker, new ExitReport(0, "", ""));
    assertThat(supervisor.allEnded()).isCompleted();
  }

  @Test
  void aContainerThatEndsBeforeItIsDoneFailsTheJob() throws IOException {
    start();
    register(tracker);
    supervisor.launched(peer, "node2", "container_2");
    supervisor.ended(peer, new ExitReport(0, "", ""));
    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().state()).isEqualTo(State.FAILED);
    assertThat(supervisor.outcome().join().diagnostics())
        .startsWith("rank 1 on node2 (container_2) ended with exit status 0 (without having said");
    assertThat(supervisor.heard(tracker, STATUS).order()).isEqualTo(Order.STOP);
  }

  @Test
  void whoeverIsReplacedByAnotherAttemptHasNoOrdersForItsContainers() throws IOException {
    start();
    register(tracker);
    register(peer);
    supervisor.superseded("the ResourceManager no longer knows it");
    assertThat(supervisor.outcome().join().state()).isEqualTo(State.FAILED);
    assertThat(supervisor.heard(tracker, STATUS)).isEqualTo(HeartbeatAnswer.of(Order.CONTINUE));
    assertThat(supervisor.heard(peer, STATUS)).isEqualTo(HeartbeatAnswer.of(Order.CONTINUE));
  }

  @Test
  void aContainersOwnWordsAreTheDiagnostics() throws IOException {
    conf.set("p2p.am.failure.grace", "1h");
    start();
    register(tracker);
    register(peer);
    supervisor.launched(peer, "node2", "container_2");
    supervisor.ended(peer, new ExitReport(1, "", ""));
    supervisor.failed(peer, "rank 1 on node2: disk full", Cure.RESTART);
    assertThat(supervisor.outcome()).isNotDone();
    supervisor.failed(tracker, "rank 0 on node1: file1 has no holder", Cure.NONE);
    assertThat(supervisor.outcome().join().diagnostics())
        .isEqualTo("rank 0 on node1: file1 has no holder");
  }

  @Test
  void aContainerThatIsSilentForTooLongIsLost() throws IOException {
    conf.set("p2p.am.heartbeat.timeout", "30s");
    conf.set("p2p.am.stop.timeout", "1ms");
    start();
    register(tracker);
    register(peer);
    time.addAndGet(30_001);
    roster.heard(tracker, STATUS);
    supervisor.watch(0);
    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().diagnostics())
        .startsWith("rank 1 has not been heard of for 30001 ms");
  }

  @Test
  void containersThatDoNotComeFailTheJobWithWhatThereIs() throws IOException {
    conf.set("p2p.am.containers.timeout", "10ms");
    start();
    register(tracker);
    supervisor.watch(0);
    time.addAndGet(10);
    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().diagnostics())
        .isEqualTo(
            "1 of 2 containers are up after 10 ms; missing: rank 1, not given by the cluster."
                + " Asked for a lot.");
  }

  @Test
  void aKilledJobSaysWhy() {
    start();
    supervisor.killed("Ctrl-C");
    assertThat(supervisor.outcome().join()).isEqualTo(Outcome.killed("Killed: Ctrl-C"));
    assertThat(supervisor.heard(peer, STATUS).order()).isEqualTo(Order.STOP);
  }

  @Test
  void aFleetThatFailsWillNotTellOfEnds() {
    start();
    supervisor.fleetFailed("the cluster is gone");
    assertThat(supervisor.outcome().join()).isEqualTo(Outcome.failed("the cluster is gone"));
    assertThat(supervisor.allEnded()).isCompleted();
  }

  @Test
  void theFirstOutcomeStands() throws IOException {
    start();
    register(tracker);
    register(peer);
    done(tracker);
    done(peer);
    supervisor.killed("too late");
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
  }

  @Test
  void thePhasesOfTheSwarmAreTakenFromTheTracker() throws IOException {
    start();
    register(tracker);
    register(peer);
    time.addAndGet(500);
    supervisor.heard(peer, RankStatus.ofTracker(RankPhase.EXCHANGING, 1, 400, 300));
    assertThat(phases.toReport().gateOpen()).isNull();
    supervisor.heard(tracker, RankStatus.ofTracker(RankPhase.EXCHANGING, 1, 400, -1));
    assertThat(phases.toReport().gateOpen()).isEqualTo(100);
    RankStatus last = RankStatus.ofTracker(RankPhase.LEFT, 1, 450, 40);
    roster.done(tracker, last);
    supervisor.done(tracker, last);
    assertThat(phases.swarmMillis()).isEqualTo(410);
  }

  private void start() {
    supervisor.init(conf);
    supervisor.start();
  }

  private void register(Member member) throws IOException {
    roster.registered(member, HERE);
    supervisor.registered(member);
  }

  private void done(Member member) throws IOException {
    roster.done(member, STATUS);
    supervisor.done(member, STATUS);
  }
}
