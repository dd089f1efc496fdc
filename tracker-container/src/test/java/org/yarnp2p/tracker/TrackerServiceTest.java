package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;
import static org.yarnp2p.tracker.TestJob.payloadDigest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.container.ContainerContext;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.job.Distribution;
import org.yarnp2p.job.Distribution.StoredBlock;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.DescribedFile;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.protocol.TrackerClient;
import org.yarnp2p.security.JobSecret;

/** The tracker as peers meet it: over Hadoop IPC on the loopback device. */
@Timeout(60)
class TrackerServiceTest {
  private static final String JOB = "application_1700000000000_0001";

  private final JobSecret secret = JobSecret.generate();
  private final Configuration conf = P2pConf.create();
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TrackerService tracker;
  private Future<RankStatus> end;

  @BeforeEach
  void waitsAreShortWhereTestsWaitForThem() {
    conf.set(P2pKeys.DRAIN_TIMEOUT, "200ms");
  }

  @AfterEach
  void close() throws IOException {
    threads.shutdownNow();
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private void start(int peers, PlannedFile... files) throws IOException {
    start(
        new JobPlan(
            JobPlan.VERSION,
            JOB,
            "test",
            "user",
            peers,
            List.of(files),
            "in:/",
            "out:/",
            false,
            null));
  }

  /** To three nodes. */
  private void startDistribution(PlannedFile... files) throws IOException {
    startDistribution(List.of(), files);
  }

  private void startDistribution(List<StoredBlock> stored, PlannedFile... files)
      throws IOException {
    Distribution distribution =
        new Distribution(
            "/data",
            List.of("a", "b", "c"),
            1,
            1000,
            Distribution.Verify.SIZE,
            false,
            false,
            0,
            List.of(),
            List.of(),
            List.of(),
            stored);
    start(
        new JobPlan(
            JobPlan.VERSION,
            JOB,
            "test",
            "user",
            3,
            List.of(files),
            "in:/",
            "out:/",
            false,
            distribution));
  }

  private void start(JobPlan plan) throws IOException {
    Credentials credentials = new Credentials();
    secret.addTo(credentials);
    tracker =
        TrackerService.start(
            new ContainerContext(
                new Member(Rank.TRACKER, 1),
                plan,
                conf,
                credentials,
                UserGroupInformation.getCurrentUser(),
                closing(new IpcDialer(conf, JOB, Rank.TRACKER)),
                null,
                Path.of("")));
    closing(tracker);
    end = threads.submit(tracker::run);
  }

  private <C extends Closeable> C closing(C closeable) {
    open.push(closeable);
    return closeable;
  }

  private TrackerClient client(Rank caller) throws IOException {
    IpcDialer dialer = closing(new IpcDialer(conf, JOB, caller));
    return dialer.tracker(
        new Contact(
            new Member(Rank.TRACKER, 1),
            tracker.endpoint(),
            secret.token(JOB, caller, Rank.TRACKER)));
  }

  private TrackerClient peer(int rank) throws IOException {
    return client(Rank.peer(rank));
  }

  /** Rank 1 holds 3 segments, rank 2 wants them; rank 2 has not joined. */
  private void oneMissing() throws IOException {
    start(2, TestJob.payload(0, "file1"));
    peer(1).join(joins(1).holding(heldPayload(0, 30)).request());
  }

  @Test
  void aJobGoesFromTheGateToTheDrain() throws Exception {
    oneMissing();
    TrackerClient one = peer(1);
    Future<SwarmView> watch = threads.submit(() -> one.watch(member(1), 1));
    TrackerClient two = peer(2);
    two.join(joins(2).wanting(0).request());

    assertThat(watch.get().phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(watch.get().neighbours())
        .singleElement()
        .extracting(Contact::member)
        .isEqualTo(member(2));
    assertThat(two.describe(member(2)).get(0).digests())
        .isEqualTo(Map.of(0, payloadDigest(0, 0), 1, payloadDigest(0, 1), 2, payloadDigest(0, 2)));
    assertThat(tracker.status().phase()).isEqualTo(RankPhase.EXCHANGING);
    two.report(member(2), acquired(0, 0, 1, 2));
    two.report(member(2), complete(0));
    assertThat(one.watch(member(1), 2).phase()).isEqualTo(SwarmPhase.DRAIN);
    one.leave(member(1));
    two.leave(member(2));

    assertThat(end.get().phase()).isEqualTo(RankPhase.LEFT);
    assertThat(end.get().joined()).isEqualTo(2);
    assertThat(end.get().gateOpenedAgoMillis())
        .isGreaterThanOrEqualTo(end.get().swarmDoneAgoMillis());
    assertThat(end.get().swarmDoneAgoMillis()).isNotNegative();
  }

  @Test
  void aLateWatchFindsTheGateOpen() throws IOException {
    oneMissing();
    peer(2).join(joins(2).wanting(0).request());

    assertThat(peer(1).watch(member(1), 1).phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(peer(2).watch(member(2), 0).phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void aWatchWithoutNewsEndsWithTheSameView() throws IOException {
    conf.set(P2pKeys.LONG_POLL_TIMEOUT, "20ms");
    oneMissing();

    assertThat(peer(1).watch(member(1), 1).version()).isEqualTo(1);
  }

  @Test
  void theTrackerDoesNotWaitForeverForPeersToLeave() throws Exception {
    oneMissing();
    peer(2).join(joins(2).wanting(0).request());
    peer(2).report(member(2), complete(0));

    assertThat(end.get().phase()).isEqualTo(RankPhase.LEFT);
  }

  @Test
  void anOlderIncarnationIsFenced() throws IOException {
    oneMissing();
    peer(1).join(joins(member(1, 2)).holding(heldPayload(0, 30)).request());

    assertThatThrownBy(() -> peer(1).watch(member(1), 0))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("incarnation 2 has taken its place");
  }

  @Test
  void aPeerCannotSpeakForAnother() throws IOException {
    oneMissing();

    assertThatThrownBy(() -> peer(1).join(joins(2).wanting(0).request()))
        .isInstanceOf(AccessControlException.class);
    assertThatThrownBy(() -> peer(2).watch(member(1), 0))
        .isInstanceOf(AccessControlException.class);
    assertThat(tracker.status().joined()).isEqualTo(1);
  }

  @Test
  void holdersThatDisagreeFailTheJobAndAreBothNamed() throws Exception {
    start(3, TestJob.inline(0, "file1"));
    peer(1).join(joins(1).wanting(0).request());
    TrackerClient one = peer(1);
    Future<SwarmView> watch = threads.submit(() -> one.watch(member(1), 1));
    peer(2).join(joins(2).holding(heldInline(0, "a", "b", "c")).request());
    peer(3).join(joins(3).holding(heldInline(0, "a", "b", "x")).request());

    String failure = "rank 2 and rank 3 disagree about file1: segment 3 differs";
    assertThat(watch.get().phase()).isEqualTo(SwarmPhase.FAILED);
    assertThat(watch.get().failure()).isEqualTo(failure);
    assertThatThrownBy(end::get).cause().isInstanceOf(IOException.class).hasMessage(failure);
  }

  @Test
  void aFileThatNobodyHoldsFailsTheJob() throws Exception {
    start(1, TestJob.inline(0, "file9"));
    peer(1).join(joins(1).wanting(0).request());

    assertThatThrownBy(end::get).cause().hasMessage("rank 1 wants file9, which nobody holds");
  }

  @Test
  void aGateThatDoesNotOpenInTimeNamesTheMissingRanks() throws Exception {
    conf.set(P2pKeys.GATE_TIMEOUT, "50ms");
    start(3, TestJob.payload(0, "file1"));

    assertThatThrownBy(end::get)
        .cause()
        .hasMessageStartingWith("ranks ")
        .hasMessageEndingWith(
            "3 of 3 did not join the tracker within 50ms (p2p.tracker.gate.timeout); see their"
                + " logs");
  }

  @Test
  void theMapShowsEverySegmentWithItsHoldersToAnyProcessOfTheJob() throws IOException {
    oneMissing();
    peer(2).join(joins(2).wanting(0).request());
    peer(2).report(member(2), acquired(0, 1));
    String expected =
        "{\"file1\":[[\"%s\",[1]],[\"%s\",[1,2]],[\"%s\",[1]]]}"
            .formatted(payloadDigest(0, 0), payloadDigest(0, 1), payloadDigest(0, 2));

    assertThat(client(Rank.APPLICATION_MASTER).fileMap("file1")).isEqualTo(expected);
    assertThat(client(Rank.CLIENT).fileMap(null)).isEqualTo(expected);
  }

  @Test
  void peersJoinARestartedTrackerWithWhatTheyHaveAcquired() throws Exception {
    oneMissing();
    peer(2).join(joins(2).wanting(0).request());
    peer(2).report(member(2), acquired(0, 0, 1));
    tracker.close();

    start(2, TestJob.payload(0, "file1"));
    assertThatThrownBy(() -> peer(2).watch(member(2), 2))
        .hasMessageContaining("rank 2 has not joined this tracker");
    peer(2).join(joins(2).wanting(0).having(0, 0, 1).request());
    peer(1).join(joins(1).holding(heldPayload(0, 30)).request());

    assertThat(peer(2).watch(member(2), 17).phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(peer(1).fileMap("file1")).contains("[1,2]],").endsWith("[1]]]}");
  }

  @Test
  void whatThePlanSaysIsStoredOnNodesIsLeftToTheirRanks() throws IOException {
    startDistribution(
        List.of(
            new StoredBlock(0, 0, 20, List.of("host2", "elsewhere")),
            new StoredBlock(0, 20, 20, List.of("host1"))),
        TestJob.origin(0, "file1", 40));
    peer(1).join(joins(1).wanting(0).request());
    peer(2).join(joins(2).wanting(0).request());

    assertThat(peer(2).claim(member(2), 0, 4, 1000))
        .as("the rest is for rank 1")
        .containsExactly(new SegmentRef(0, 0), new SegmentRef(0, 1));
    assertThat(peer(1).claim(member(1), 0, 4, 1000))
        .containsExactlyInAnyOrder(new SegmentRef(0, 2), new SegmentRef(0, 3));
  }

  @Test
  void segmentsOfAnOriginAreSharedOutAndTheirDigestsTold() throws IOException {
    start(2, TestJob.origin(0, "file1", 40));
    peer(1).join(joins(1).wanting(0).request());
    peer(2).join(joins(2).wanting(0).request());

    assertThat(peer(1).claim(member(1), 0, 2, 40))
        .containsExactly(new SegmentRef(0, 0), new SegmentRef(0, 1));
    assertThat(peer(2).claim(member(2), 0, 2, 40))
        .containsExactly(new SegmentRef(0, 3), new SegmentRef(0, 2));
    peer(2).report(member(2), acquired(0, 3));
    assertThat(peer(1).describe(member(1)))
        .extracting(DescribedFile::digests)
        .containsExactly(Map.of(3, payloadDigest(0, 3)));
    Acquired bad = new Acquired(new SegmentRef(0, 3), payloadDigest(0, 0));
    assertThat(peer(1).report(member(1), new Report(List.of(bad), List.of(), false, List.of())))
        .containsExactly(new SegmentRef(0, 3));
  }

  @Test
  void aDistributionGoesOnWithoutRanksThatAreGone() throws Exception {
    startDistribution(TestJob.origin(0, "file1", 40), TestJob.origin(1, "file2", 5));
    peer(2).join(joins(2).wanting(0, 1).request());
    assertThat(peer(2).watch(member(2), 0).phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(peer(2).claim(member(2), 0, 100, 1000)).hasSize(5);
    tracker.told(new HeartbeatAnswer(Order.CONTINUE, Set.of(Rank.peer(1)), Set.of()));
    tracker.told(new HeartbeatAnswer(Order.CONTINUE, Set.of(Rank.peer(1)), Set.of()));
    assertThatThrownBy(() -> peer(1).join(joins(1).wanting(0, 1).request()))
        .hasMessageContaining("the job goes on without it");
    peer(2).report(member(2), complete(0, 1));
    assertThat(tracker.status().phase()).isEqualTo(RankPhase.EXCHANGING);
    tracker.told(new HeartbeatAnswer(Order.CONTINUE, Set.of(Rank.peer(1), Rank.peer(3)), Set.of()));

    assertThat(tracker.status().originBytes()).isEqualTo(45);
    assertThat(peer(2).watch(member(2), 0).phase()).isEqualTo(SwarmPhase.DRAIN);
    peer(2).leave(member(2));
    assertThat(end.get().originBytes()).isEqualTo(45);
  }
}
