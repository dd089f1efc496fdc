package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.util.Clock;
import org.apache.hadoop.yarn.util.MonotonicClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yarnp2p.appmaster.Distributions;
import org.yarnp2p.appmaster.JobFixture;
import org.yarnp2p.appmaster.attempt.Attempt;
import org.yarnp2p.appmaster.fleet.Fleet.Inherited;
import org.yarnp2p.appmaster.fleet.FleetNews.AskedBack;
import org.yarnp2p.appmaster.fleet.FleetNews.Ended;
import org.yarnp2p.appmaster.fleet.FleetNews.Failed;
import org.yarnp2p.appmaster.fleet.FleetNews.Launched;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;

@Timeout(60)
class YarnFleetTest {
  private static final String JOB = "application_1_0001";
  private static final Member TRACKER = new Member(Rank.TRACKER, 1);
  private static final Member ONE = new Member(Rank.peer(1), 1);
  private static final Endpoint MASTER = new Endpoint("master", 4711);

  @TempDir private Path directory;
  private final Configuration conf = JobFixture.conf();
  private final FakeCluster cluster = new FakeCluster();
  private final FleetNews news = new FleetNews();
  private Placement placement = Placement.anywhere();
  private Attempt attempt = new Attempt(1, false);
  private LaunchSpecs specs;
  private YarnFleet fleet;

  @BeforeEach
  void stage() throws IOException {
    JobFixture job = JobFixture.stage(directory);
    specs =
        new LaunchSpecs(
            conf,
            StagedJob.read(conf, job.stagedPath(), 2, new Enclosure()),
            JobSecret.generate(),
            JobFixture.JOB_ID,
            2,
            MASTER,
            new Credentials(),
            true);
    // The queue is asked for its state; nobody listens there.
    conf.set("yarn.resourcemanager.address", "127.0.0.1:1");
    conf.set("p2p.ipc.call.timeout", "100ms");
  }

  @AfterEach
  void stop() {
    if (fleet != null) {
      fleet.stop();
    }
  }

  @Test
  void eachContainerGoesToTheRankWhoseRequestItAnswers() throws Exception {
    start(news);
    launch(TRACKER, ONE);
    cluster.allocates(cluster.container(1, "node7"));
    assertThat(cluster.started.take().getEnvironment()).containsEntry("P2P_RANK", "1");
    Launched launched = news.next(Launched.class);
    assertThat(launched.member()).isEqualTo(ONE);
    assertThat(launched.host()).isEqualTo("node7");
    assertThat(launched.containerId()).startsWith("container_");
    cluster.allocates(cluster.container(0, "node8"));
    assertThat(cluster.started.take().getEnvironment()).containsEntry("P2P_RANK", "0");
    assertThat(news.next(Launched.class).member()).isEqualTo(TRACKER);
  }

  @Test
  void requestsHaveTheRankAsIdAndAreTakenBackWhenMatched() throws Exception {
    start(news);
    launch(TRACKER, ONE);
    assertThat(cluster.requests())
        .extracting(ContainerRequest::getAllocationRequestId)
        .containsExactly(0L, 1L);
    cluster.allocates(cluster.container(0, "node7"));
    news.next(Launched.class);
    assertThat(cluster.requests())
        .extracting(ContainerRequest::getAllocationRequestId)
        .containsExactly(1L);
  }

  /** Hadoop gives those that are not kept no idle time, and one of their threads never rests. */
  @ParameterizedTest
  @CsvSource({"0, 64", "3, 3"})
  void connectionsToNodeManagersAreKept(int configured, int kept) {
    conf.setInt("yarn.client.max-cached-nodemanagers-proxies", configured);
    make(news);
    assertThat(
            cluster
                .nodeManagers
                .getConfig()
                .getInt("yarn.client.max-cached-nodemanagers-proxies", 0))
        .isEqualTo(kept);
  }

  @Test
  void surplusContainersAreReleased() throws Exception {
    start(news);
    launch(ONE);
    Container twice = cluster.container(1, "node8");
    Container unknown = cluster.container(-1, "node8");
    cluster.allocates(cluster.container(1, "node7"), twice, unknown);
    news.next(Launched.class);
    while (cluster.released().size() < 2) {
      Thread.onSpinWait(); // the one that is kept starts first
    }
    cluster.completes(twice, -100, "released");
    fleet.stop(ONE);
    cluster.stopped.take();
    assertThat(cluster.released()).containsExactly(twice.getId(), unknown.getId());
    news.none();
  }

  @Test
  void theEndOfAContainerIsReportedAsTheEndOfItsRank() throws Exception {
    start(news);
    launch(ONE);
    Container container = cluster.container(1, "node7");
    cluster.allocates(container);
    news.next(Launched.class);
    cluster.completes(container, 1, "Last 4096 bytes of stderr :\nno space left\n\n");
    assertThat(news.next(Ended.class))
        .isEqualTo(new Ended(ONE, new ExitReport(1, "", "no space left")));
  }

  @Test
  void whatIsTakenAwayWithItsNodeSaysWhatTheNodeLacks() throws Exception {
    start(news);
    launch(TRACKER, ONE);
    Container tracker = cluster.container(0, "node7");
    Container one = cluster.container(1, "node7");
    cluster.allocates(tracker, one);
    news.next(Launched.class);
    news.next(Launched.class);

    cluster.changes(one.getNodeId(), NodeState.UNHEALTHY, "1/1 local-dirs are bad: /data");
    cluster.completes(one, -100, "Container released on a *lost* node");
    assertThat(news.next(Ended.class).report().diagnostics())
        .isEqualTo("the node is unhealthy (1/1 local-dirs are bad: /data)");
    cluster.changes(one.getNodeId(), NodeState.RUNNING, "");
    cluster.completes(tracker, -100, "Container released by application");
    assertThat(news.next(Ended.class).report().diagnostics())
        .isEqualTo("Container released by application");
  }

  @Test
  void aRankWhoseNodeIsDecommissionedIsKnown() throws Exception {
    placement = Placement.of(Distributions.plan(List.of("node7", "node8")), conf);
    start(news);
    launch(TRACKER, ONE);
    Container tracker = cluster.container(0, "node7");
    cluster.allocates(tracker);
    news.next(Launched.class);
    cluster.changes(tracker.getNodeId(), NodeState.DECOMMISSIONED, "");
    cluster.completes(tracker, -100, "");
    news.next(Ended.class);
    assertThat(fleet.isDecommissioned(Rank.peer(1))).isTrue();
    assertThat(fleet.isDecommissioned(Rank.peer(2))).isFalse();
    assertThat(fleet.isDecommissioned(Rank.TRACKER)).isFalse();
  }

  @Test
  void aContainerThatCannotBeStartedEndsAndGoesBack() throws Exception {
    cluster.startFailure = new IOException("node7 does not answer");
    start(news);
    launch(ONE);
    Container container = cluster.container(1, "node7");
    cluster.allocates(container);
    assertThat(news.next(Launched.class).host()).isEqualTo("node7");
    assertThat(news.next(Ended.class).report().describe())
        .isEqualTo("could not be started: node7 does not answer");
    assertThat(cluster.released()).containsExactly(container.getId());
  }

  @Test
  void aRequestAboveTheLargestContainerFailsAtOnce() throws Exception {
    cluster.largest = Resource.newInstance(512, 4);
    conf.setInt("p2p.peer.memory.mb", 1024);
    start(news);
    launch(ONE);
    assertThat(news.next(Failed.class).diagnostics())
        .contains("the peer needs a container of 1024 MiB and 1 vcore")
        .contains("root.p2p")
        .contains("512 MiB and 4 vcores")
        .contains("p2p.peer.memory.mb")
        .contains("yarn.scheduler.maximum-allocation-mb");
    assertThat(cluster.requests()).isEmpty();
  }

  @Test
  void whatYarnAsksBackIsNews() throws Exception {
    start(news);
    launch(TRACKER, ONE);
    Container tracker = cluster.container(0, "node6");
    Container one = cluster.container(1, "node7");
    cluster.allocates(tracker, one);
    news.next(Launched.class);
    news.next(Launched.class);

    cluster.asksBack(one, true);
    assertThat(news.next(AskedBack.class).member()).isEqualTo(ONE);
    cluster.asksBack(tracker, false);
    assertThat(news.next(AskedBack.class).member()).isEqualTo(TRACKER);
    cluster.asksBack(cluster.container(9, "node9"), false);
    cluster.completes(one, -102, "");
    assertThat(news.next(Ended.class).member()).isEqualTo(ONE);
  }

  private static Stream<Throwable> mistakes() {
    return Stream.of(new IllegalStateException("a mistake"), new AssertionError("a mistake"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatACallbackThrowsFailsTheFleetAndTheNewsGoOn(Throwable mistake) throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    start(
        new FleetListener() {
          @Override
          public void launched(Member member, String host, String containerId) {
            if (broken.getAndSet(false)) {
              if (mistake instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) mistake;
            }
            news.launched(member, host, containerId);
          }

          @Override
          public void ended(Member member, ExitReport report) {
            news.ended(member, report);
          }

          @Override
          public void fleetFailed(String diagnostics) {
            news.fleetFailed(diagnostics);
          }
        });
    launch(TRACKER, ONE);
    Container container = cluster.container(0, "node7");
    cluster.allocates(container);
    assertThat(news.next(Failed.class).diagnostics()).contains("a mistake");
    cluster.completes(container, 0, "");
    assertThat(news.next(Ended.class).member()).isEqualTo(TRACKER);
  }

  @Test
  void anAttemptThatYarnNoLongerKnowsNeitherCommitsNorUnregisters() throws Exception {
    start(news);
    assertThat(fleet.commitWindow()).succeedsWithin(Duration.ofSeconds(20));
    cluster.forgotten = true;
    assertThat(news.next(Failed.class).diagnostics()).contains("no longer knows");
    assertThat(fleet.commitWindow()).isCompletedExceptionally();
    assertThat(fleet.isSuperseded()).isTrue();
    fleet.conclude(FinalApplicationStatus.FAILED, "lost");
    fleet.stop();
    assertThat(cluster.unregistered).isEmpty();
  }

  @Test
  void aFurtherAttemptInheritsTheLatestContainerOfEachRank() throws Exception {
    Container stale = cluster.container(1, "node6");
    Container one = cluster.container(1, "node7");
    Container tracker = cluster.container(0, "node8");
    cluster.inherited.addAll(List.of(one, stale, tracker));
    attempt = new Attempt(2, true);
    start(news);
    assertThat(fleet.inherited())
        .containsExactly(
            new Inherited(new Member(Rank.TRACKER, 1000), "node8", tracker.getId().toString()),
            new Inherited(new Member(Rank.peer(1), 1000), "node7", one.getId().toString()));
    assertThat(cluster.released()).containsExactly(stale.getId());
    assertThat(fleet.logs(ONE)).isPresent();
    cluster.completes(tracker, 0, "");
    assertThat(news.next(Ended.class).member()).isEqualTo(new Member(Rank.TRACKER, 1000));
  }

  @Test
  void anInheritedContainerIsStoppedThroughTheResourceManager() {
    Container one = cluster.container(1, "node7");
    cluster.inherited.add(one);
    attempt = new Attempt(2, true);
    start(news);
    fleet.stop(new Member(Rank.peer(1), 1001));
    assertThat(cluster.released()).isEmpty();
    fleet.stop(ONE);
    assertThat(cluster.released()).containsExactly(one.getId());
    assertThat(cluster.stopped).isEmpty();
  }

  @Test
  void aResourceManagerThatCannotBeReachedMayHaveStartedAnother() throws Exception {
    start(news);
    cluster.failure = new ConnectException("Connection refused");
    assertThat(news.next(Failed.class).diagnostics()).contains("cannot be reached");
    assertThat(fleet.isSuperseded()).isTrue();
  }

  @Test
  void aFailureIsNotTakenForAHeartbeat() {
    cluster.failure = new ConnectException("Connection refused");
    make(news);
    CompletableFuture<Void> window = fleet.commitWindow();
    fleet.start();
    assertThat(window)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("cannot be reached");
  }

  @Test
  void theOutcomeIsToldWhenTheFleetStops() {
    start(news);
    fleet.conclude(FinalApplicationStatus.SUCCEEDED, "2 peers acquired 1 GB");
    fleet.stop();
    assertThat(cluster.unregistered).containsExactly("SUCCEEDED: 2 peers acquired 1 GB");
  }

  @Test
  void withoutAnOutcomeTheJobIsLeftToAnotherAttempt() {
    start(news);
    fleet.stop();
    assertThat(cluster.unregistered).isEmpty();
  }

  @Test
  void stoppingAllEndsContainersAndTakesBackWishes() throws Exception {
    start(news);
    launch(TRACKER, ONE);
    Container container = cluster.container(0, "node7");
    cluster.allocates(container);
    news.next(Launched.class);
    fleet.stopAll();
    assertThat(cluster.stopped.take()).isEqualTo(container.getId());
    assertThat(news.next(Ended.class).member()).isEqualTo(ONE);
    assertThat(cluster.requests()).isEmpty();
    launch(new Member(Rank.peer(2), 1));
    assertThat(news.next(Ended.class).report().describe()).contains("the job is ending");
  }

  @Test
  void aRankThatComesAgainPrefersANodeButDoesNotInsist() throws Exception {
    start(news);
    Member second = new Member(Rank.peer(1), 2);
    fleet.launch(second, specs.of(second), "node7");
    ContainerRequest request = cluster.requests().get(0);
    assertThat(request.getNodes()).containsExactly("node7");
    assertThat(request.getRelaxLocality()).isTrue();
    cluster.allocates(cluster.container(1, "node8"));
    assertThat(news.next(Launched.class).member()).isEqualTo(second);
  }

  @Test
  void aContainerOnANodeThatDoesNotAnswerIsGivenBack() throws Exception {
    cluster.stopFailure = new IOException("node7 does not answer");
    start(news);
    launch(ONE);
    Container container = cluster.container(1, "node7");
    cluster.allocates(container);
    news.next(Launched.class);
    fleet.stop(ONE);
    while (cluster.released().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(cluster.released()).containsExactly(container.getId());
  }

  @Test
  void nodesAreLeftOutAndTakenInAgain() {
    start(news);
    fleet.exclude(Set.of("node1"));
    fleet.exclude(Set.of("node2"));
    fleet.exclude(Set.of());
    assertThat(cluster.blacklisted)
        .containsExactly("[node1] not []", "[node2] not [node1]", "[] not [node2]");
    assertThat(fleet.nodes()).isEqualTo(3);
  }

  @Test
  void resourcesTellWhatWasAskedForAndWhatThereIs() {
    start(news);
    launch(TRACKER, ONE, new Member(Rank.peer(2), 1));
    assertThat(fleet.resources())
        .contains("Asked for in queue root.p2p: 1 x tracker with 768 MiB and 1 vcore")
        .contains("2 x peer with 768 MiB and 1 vcore")
        .contains("3 nodes, of which this job may still get 512 MiB and 1 vcore")
        .contains("largest container is 4096 MiB and 4 vcores")
        .contains("The state of queue root.p2p is unknown")
        .contains("wait for each other in vain: let the queue run fewer at once");
  }

  private void start(FleetListener listener) {
    make(listener);
    fleet.start();
  }

  private void make(FleetListener listener) {
    Clock clock = new MonotonicClock();
    fleet =
        new YarnFleet(
            new FleetOwner(JOB, listener, () -> MASTER, () -> 0.5, clock),
            placement,
            attempt,
            heard -> cluster.resourceManager(() -> heard.accept(clock.getTime())),
            cluster.nodeManagers);
    fleet.init(conf);
  }

  private void launch(Member... members) {
    for (Member member : members) {
      fleet.launch(member, specs.of(member), null);
    }
  }
}
