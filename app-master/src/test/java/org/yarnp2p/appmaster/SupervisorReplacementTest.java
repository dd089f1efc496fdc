package org.yarnp2p.appmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
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
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.Trouble;

/** What becomes of a job of two peers when containers are lost. */
@Timeout(60)
class SupervisorReplacementTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Rank ONE = Rank.peer(1);
  private static final RankStatus EXCHANGING =
      RankStatus.ofTracker(RankPhase.EXCHANGING, 2, 100, -1);
  private static final RankStatus JOINED =
      new RankStatus(RankPhase.JOINED, 0, 10, 0, 0, 0, 0, 0, -1, List.of(), 0, -1, -1);
  private static final RankStatus COMPLETE =
      new RankStatus(RankPhase.COMPLETE, 0, 10, 10, 10, 0, 0, 0, 5, List.of(), 0, -1, -1);
  private static final RankStatus DRAINING = RankStatus.ofTracker(RankPhase.COMPLETE, 2, 100, 10);
  private static final ExitReport KILLED = new ExitReport(137, "", "");
  private static final ExitReport PREEMPTED = new ExitReport(-102, "", "");

  private final Configuration conf = P2pConf.create();
  private final AtomicLong time = new AtomicLong(1_000_000);
  private final Roster roster = new Roster(2, time::get);
  private final PhaseTimes phases = new PhaseTimes(time::get, 0, 0);
  private final FakeProvision provision = new FakeProvision();
  private Supervisor supervisor;
  private Member tracker;
  private Member one;
  private Member two;

  @BeforeEach
  void askForContainers() {
    conf.set("p2p.am.failure.grace", "0ms");
    conf.set("p2p.am.heartbeat.interval", "5ms");
    conf.set("p2p.am.exit.timeout", "1h");
    conf.set("p2p.am.stop.timeout", "1h");
    tracker = roster.requested(Rank.TRACKER);
    one = roster.requested(ONE);
    two = roster.requested(Rank.peer(2));
  }

  @AfterEach
  void stop() {
    supervisor.stop();
  }

  @Test
  void aContainerThatIsKilledIsReplacedWhereItsDataIs() throws Exception {
    startAndUpAll();
    supervisor.ended(one, KILLED);

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2) near node1");
    assertThat(roster.rank(ONE).losses().get(0)).startsWith("rank 1 on node1 (c1) ended with");
    finish(new Member(ONE, 2), two);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
  }

  @Test
  void aContainerThatSaysWhyItFailsIsReplacedWhenItsProcessIsOver() throws Exception {
    startAndUpAll();
    roster.failed(one);
    supervisor.failed(one, "rank 1 on node1: no neighbour answers", Cure.RESTART);
    assertThat(supervisor.heard(one, EXCHANGING).order()).isEqualTo(Order.STOP);
    assertThat(supervisor.heard(tracker, EXCHANGING).lost()).containsExactly(one);
    assertThat(provision.launched).isEmpty();
    supervisor.ended(one, new ExitReport(1, "", ""));

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2) near node1");
    assertThat(roster.rank(ONE).losses())
        .containsExactly("rank 1 on node1: no neighbour answers [c1]");
  }

  @Test
  void aFailedContainerThatDoesNotEndIsStoppedAndReplaced() throws Exception {
    conf.set("p2p.am.exit.timeout", "1ms");
    startAndUpAll();
    roster.failed(one);
    supervisor.failed(one, "rank 1 on node1: no neighbour answers", Cure.RESTART);

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2) near node1");
    assertThat(provision.stopped).containsExactly(one);
    supervisor.ended(one, KILLED);
    assertThat(roster.rank(ONE).incarnation()).isEqualTo(2);
  }

  @Test
  void aContainerInWhichBytesGoBadIsStoppedAndReplacedWhereverThereIsRoom() throws Exception {
    conf.set("p2p.rank.max-failures", "1");
    startAndUpAll();
    supervisor.heard(tracker, naming(one));
    supervisor.heard(tracker, naming(one));
    awaitStop();
    supervisor.ended(one, KILLED);

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2)");
    assertThat(provision.stopped).containsExactly(one);
    assertThat(roster.rank(ONE).losses())
        .containsExactly(
            "rank 1 on node1 (c1) spoils what it sends or receives, others say;"
                + " look at the memory and network of its node");
    supervisor.heard(tracker, naming(one));
    finish(new Member(ONE, 2), two);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    assertThat(provision.stopped).containsExactly(one);
  }

  @Test
  void aContainerThatIsDoneIsNotReplacedForBytesThatGoBad() throws Exception {
    startAndUpAll();
    done(one);
    supervisor.heard(tracker, naming(one, two));
    awaitStop();

    assertThat(provision.stopped).containsExactly(two);
  }

  @Test
  void aSilentContainerIsStoppedAndReplacedWhereverThereIsRoom() throws Exception {
    conf.set("p2p.am.heartbeat.timeout", "30s");
    conf.set("p2p.am.stop.timeout", "1ms");
    startAndUpAll();
    time.addAndGet(30_001);
    roster.heard(tracker, EXCHANGING);
    roster.heard(two, EXCHANGING);
    supervisor.watch(0);

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2)");
    assertThat(provision.stopped).containsOnly(one);
    assertThat(roster.rank(ONE).losses().get(0)).contains("has not been heard of for 30001 ms");
  }

  @Test
  void wordsOfALifeThatHasASuccessorAlreadyAreNotTakenForTheSuccessors() throws Exception {
    conf.set("p2p.am.exit.timeout", "1ms");
    startAndUpAll();
    roster.failed(one);
    supervisor.ended(one, KILLED);
    assertThat(launched()).isEqualTo("rank 1 (incarnation 2) near node1");
    supervisor.failed(one, "rank 1 on node1: no neighbour answers", Cure.RESTART);
    supervisor.failed(one, "rank 1 on node1: in1.txt has a mistake", Cure.NONE);
    giveTimeForWhatMustNotHappen();

    assertThat(provision.stopped).isEmpty();
    assertThat(roster.rank(ONE).incarnation()).isEqualTo(2);
    assertThat(supervisor.outcome()).isNotDone();
  }

  @Test
  void aLossThatIsHeardOfTwiceCountsOnce() throws Exception {
    conf.set("p2p.am.exit.timeout", "1ms");
    conf.set("p2p.rank.max-failures", "2");
    startAndUpAll();
    CountDownLatch busy = provision.holdUp();
    supervisor.ended(two, KILLED);
    roster.failed(one);
    supervisor.ended(one, KILLED);
    supervisor.failed(one, "rank 1 on node1: no neighbour answers", Cure.RESTART);
    busy.countDown();
    assertThat(launched()).startsWith("rank 2 (incarnation 2)");
    assertThat(launched()).startsWith("rank 1 (incarnation 2)");
    giveTimeForWhatMustNotHappen();

    assertThat(supervisor.outcome()).isNotDone();
  }

  @Test
  void aSilentContainerThatIsDoneAfterAllIsNotReplaced() throws Exception {
    startAndUpAll();
    roster.lose(one);
    supervisor.silent(roster.rank(ONE), Loss.silent(roster.rank(ONE), 30_000));
    done(one);
    supervisor.ended(one, KILLED);
    giveTimeForWhatMustNotHappen();
    assertThat(provision.launched).isEmpty();
    assertThat(roster.rank(ONE).state()).isEqualTo(RankState.DONE);

    finish(two);
    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
  }

  @Test
  void aPeerThatIsLostAfterAnotherWasLetGoHasEverything() throws Exception {
    startAndUpAll();
    done(two);
    supervisor.ended(one, KILLED);
    supervisor.ended(tracker, KILLED);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    assertThat(provision.launched).isEmpty();
  }

  @Test
  void whatNothingCuresFailsTheJobAtOnce() throws IOException {
    startAndUpAll();
    roster.failed(one);
    supervisor.failed(one, "rank 1 on node1: in1.txt has a mistake", Cure.NONE);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().diagnostics())
        .isEqualTo("rank 1 on node1: in1.txt has a mistake [c1]");
    assertThat(provision.launched).isEmpty();
  }

  @Test
  void aRankThatNothingCuresIsNotReplacedWhenItsProcessEnds() throws Exception {
    conf.set("p2p.am.failure.grace", "1h");
    startAndUpAll();
    roster.failed(one);
    supervisor.failed(one, "rank 1 on node1: in1.txt has a mistake", Cure.NONE);
    supervisor.ended(one, new ExitReport(1, "", ""));
    roster.failed(tracker);
    supervisor.failed(tracker, "rank 0 on node0: it has a mistake", Cure.NONE);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(provision.launched).isEmpty();
  }

  @Test
  void aRankThatFailsAgainAndAgainFailsTheJob() throws Exception {
    conf.set("p2p.rank.max-failures", "2");
    startAndUpAll();
    supervisor.ended(one, KILLED);
    launched();
    supervisor.ended(new Member(ONE, 2), KILLED);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().state()).isEqualTo(State.FAILED);
    assertThat(supervisor.outcome().join().diagnostics())
        .startsWith("rank 1 (incarnation 2) ended with exit status 137")
        .endsWith("; that was failure 2 of rank 1 within 600 s (p2p.rank.max-failures)");
  }

  @Test
  void aContainerThatYarnTakesAwayIsReplacedHoweverOften() throws Exception {
    conf.set("p2p.rank.max-failures", "1");
    startAndUpAll();
    for (int incarnation = 1; incarnation <= 5; incarnation++) {
      supervisor.ended(new Member(ONE, incarnation), PREEMPTED);
      assertThat(launched()).startsWith("rank 1 (incarnation " + (incarnation + 1) + ")");
    }
    assertThat(supervisor.outcome()).isNotDone();
  }

  @Test
  void aNodeWithoutRoomIsLeftOut() throws Exception {
    startAndUpAll();
    roster.failed(one);
    supervisor.failed(one, "rank 1 on node1: no space left", Cure.ELSEWHERE);
    supervisor.ended(one, new ExitReport(1, "", ""));

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2)");
    assertThat(provision.excluded).containsExactly(Set.of("node1"));
  }

  @Test
  void theOnlyNodeWithoutRoomFailsTheJob() throws IOException {
    provision.nodes = 1;
    startAndUpAll();
    roster.failed(one);
    supervisor.failed(one, "rank 1 on node1: no space left", Cure.ELSEWHERE);
    supervisor.ended(one, new ExitReport(1, "", ""));

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().diagnostics())
        .isEqualTo("rank 1 on node1: no space left [c1]; there is no other node for it");
  }

  @Test
  void aLostTrackerIsReplaced() throws Exception {
    startAndUpAll();
    supervisor.ended(tracker, KILLED);

    assertThat(launched()).isEqualTo("rank 0 (tracker) (incarnation 2) near node0");
    assertThat(supervisor.outcome()).isNotDone();
  }

  @Test
  void aTrackerThatIsLostWhenThePeersAreDoneIsNotNeeded() throws IOException {
    startAndUpAll();
    done(one);
    done(two);
    assertThat(supervisor.outcome()).isNotDone();
    supervisor.ended(tracker, KILLED);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    assertThat(provision.launched).isEmpty();
  }

  @Test
  void aPeerThatIsLostWhenTheSwarmIsDoneHasEverything() throws IOException {
    startAndUpAll();
    supervisor.heard(tracker, DRAINING);
    done(two);
    supervisor.ended(one, KILLED);
    done(tracker);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    assertThat(provision.launched).isEmpty();
  }

  @Test
  void aPeerOnItsWayBackIsNotWaitedForWhenTheSwarmIsDoneWithoutIt() throws Exception {
    startAndUpAll();
    supervisor.ended(one, KILLED);
    launched();
    done(two);
    done(tracker);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    awaitStop();
    assertThat(provision.stopped).containsExactly(new Member(ONE, 2));
  }

  /** Its former life has written what it had to, and what others had has left with them. */
  @Test
  void aPeerOnItsWayBackIsNotWaitedForWhenTheTrackerIsLostThatHasLetTheOthersGo() throws Exception {
    startAndUpAll();
    supervisor.ended(one, KILLED);
    launched();
    done(two);
    supervisor.ended(tracker, KILLED);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    awaitStop();
    assertThat(provision.stopped).contains(new Member(ONE, 2));
    assertThat(provision.launched).isEmpty();
  }

  /** The next tracker would wait for one whose next life has stored nothing. */
  @Test
  void aPeerOnItsWayBackIsNotWaitedForWhenAnotherSaysAfterTheTrackersLossThatItWasLetGo()
      throws Exception {
    startAndUpAll();
    supervisor.ended(one, KILLED);
    launched();
    supervisor.ended(tracker, KILLED);
    launched();
    done(two);

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(supervisor.outcome().join().isSuccess()).isTrue();
    awaitStop();
    assertThat(provision.stopped).contains(new Member(ONE, 2));
    assertThat(roster.gone()).contains(ONE);
  }

  @Test
  void aPeerThatALaterTrackerHasGatheredAfterTheDrainIsNotWaitedForEither() throws Exception {
    startAndUpAll();
    supervisor.ended(one, KILLED);
    launched();
    supervisor.ended(tracker, KILLED);
    launched();
    RankStatus gathering = RankStatus.ofTracker(RankPhase.JOINED, 1, -1, -1);
    register(new Member(Rank.TRACKER, 2), gathering);
    register(new Member(ONE, 2), JOINED);
    done(two);

    awaitStop();
    assertThat(provision.stopped).contains(new Member(ONE, 2));
    assertThat(roster.gone()).contains(ONE);
  }

  @Test
  void allContainersHaveEndedOnlyWhenNoneFollows() throws Exception {
    startAndUpAll();
    done(two);
    supervisor.ended(two, new ExitReport(0, "", ""));
    done(tracker);
    supervisor.ended(tracker, new ExitReport(0, "", ""));
    supervisor.ended(one, new ExitReport(0, "", ""));

    assertThat(supervisor.outcome()).succeedsWithin(SOON);
    assertThat(roster.rank(ONE).state()).isEqualTo(RankState.DONE);
    assertThat(supervisor.allEnded()).isCompleted();
  }

  @Test
  void aDistributionTriesANodeAgainBeforeItGoesOnWithoutIt() throws Exception {
    conf.set("p2p.rank.max-failures", "2");
    start(new Attendance(Distributions.toThree(1), roster));
    upAll();
    supervisor.ended(one, KILLED);
    assertThat(launched()).as("its node is its own").isEqualTo("rank 1 (incarnation 2)");
    assertThat(provision.excluded).isEmpty();
    supervisor.ended(new Member(ONE, 2), KILLED);
    while (!roster.rank(ONE).isGivenUp()) {
      Thread.onSpinWait();
    }

    assertThat(roster.rank(ONE).reason()).contains("that was failure 2 of rank 1");
    assertThat(supervisor.heard(tracker, EXCHANGING).gone()).containsExactly(ONE);
    assertThat(supervisor.heard(tracker, EXCHANGING).lost()).isEmpty();
    assertThat(supervisor.outcome()).isNotDone();
  }

  @Test
  void aPartialJobReplacesAPeerThatHasEverythingSinceOthersMayNeedIt() throws Exception {
    start(new Attendance(null, true, roster));
    upAll();
    roster.heard(one, COMPLETE);
    supervisor.ended(one, KILLED);

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2) near node1");
    assertThat(supervisor.heard(tracker, EXCHANGING).gone()).isEmpty();
  }

  @Test
  void aPartialJobGoesOnWithoutARankThatFailsAgainAndAgain() throws Exception {
    conf.set("p2p.rank.max-failures", "1");
    start(new Attendance(null, true, roster));
    upAll();
    supervisor.ended(one, KILLED);
    while (!roster.rank(ONE).isGivenUp()) {
      Thread.onSpinWait();
    }

    assertThat(supervisor.heard(tracker, EXCHANGING).gone()).containsExactly(ONE);
    assertThat(supervisor.outcome()).isNotDone();
  }

  @Test
  void nobodyIsReplacedWhenTheOutcomeIsDecided() throws Exception {
    startAndUpAll();
    supervisor.superseded("another attempt has the containers");
    supervisor.heard(tracker, naming(one));
    supervisor.ended(two, KILLED);
    giveTimeForWhatMustNotHappen();

    assertThat(provision.stopped).isEmpty();
    assertThat(provision.launched).isEmpty();
  }

  @Test
  void aContainerThatYarnAsksBackGoesWhenTheTrackerSaysSo() throws Exception {
    conf.set("p2p.rank.max-failures", "1");
    startAndUpAll();
    supervisor.askedBack(one);
    supervisor.askedBack(tracker);
    assertThat(supervisor.heard(tracker, EXCHANGING).leaving()).containsExactly(one);
    assertThat(provision.stopped).isEmpty();

    supervisor.heard(tracker, naming(one));
    awaitStop();
    supervisor.ended(one, PREEMPTED);

    assertThat(launched()).isEqualTo("rank 1 (incarnation 2)");
    assertThat(roster.rank(ONE).losses())
        .containsExactly(
            "rank 1 on node1 (c1) was given back: YARN had asked for it, for another application");
    assertThat(provision.excluded).isEmpty();
  }

  private static void giveTimeForWhatMustNotHappen() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(100);
  }

  private void awaitStop() {
    while (provision.stopped.isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static RankStatus naming(Member... unfit) {
    Trouble trouble = new Trouble(List.of(), List.of(), List.of(), List.of(unfit));
    return RankStatus.ofTracker(RankPhase.EXCHANGING, 2, 100, -1, 0, trouble);
  }

  private void startAndUpAll() throws IOException {
    start(new Attendance(null, roster));
    upAll();
  }

  private void start(Attendance attendance) {
    supervisor = new Supervisor(roster, phases, time::get, attendance, provision);
    supervisor.init(conf);
    supervisor.start();
  }

  private void upAll() throws IOException {
    for (Member member : new Member[] {tracker, one, two}) {
      register(member, EXCHANGING);
    }
  }

  private void register(Member member, RankStatus status) throws IOException {
    int rank = member.rank().value();
    roster.launched(member, "node" + rank, "c" + rank);
    roster.registered(member, new Endpoint("node" + rank, 4711));
    supervisor.registered(member);
    roster.heard(member, status);
    supervisor.heard(member, status);
  }

  private String launched() throws InterruptedException {
    return provision.launched.poll(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private void finish(Member... peers) throws IOException {
    for (Member peer : peers) {
      done(peer);
    }
    done(tracker);
  }

  private void done(Member member) throws IOException {
    RankStatus last = member.rank().isPeer() ? EXCHANGING : DRAINING;
    roster.done(member, last);
    supervisor.done(member, last);
  }
}
