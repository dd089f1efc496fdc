package org.yarnp2p.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.tracker.TestJob.acquired;
import static org.yarnp2p.tracker.TestJob.bits;
import static org.yarnp2p.tracker.TestJob.complete;
import static org.yarnp2p.tracker.TestJob.heldInline;
import static org.yarnp2p.tracker.TestJob.heldPayload;
import static org.yarnp2p.tracker.TestJob.joins;
import static org.yarnp2p.tracker.TestJob.member;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.security.JobSecret;

@Timeout(30)
class SharedTrackerTest {
  private static final long LONG_POLL = TimeUnit.MINUTES.toMillis(10);
  private static final TimeLimit LONG = new TimeLimit(60_000, "1m", "p2p.test");
  private static final TimeLimit SHORT = new TimeLimit(1, "1ms", "p2p.test");

  private final AtomicLong nanos = new AtomicLong();
  private final ExecutorService runner = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    runner.shutdownNow();
  }

  private SharedTracker tracker(long pollMillis, int peers, PlannedFile... files) {
    Racks racks = new Racks(null, Map.of(), LONG);
    SwarmViews views = new SwarmViews("job_1", JobSecret.generate(), racks);
    return new SharedTracker(TestJob.state(peers, files), views, racks, pollMillis, nanos::get);
  }

  /** Rank 1 holds a payload of 3 segments that rank 2 wants; rank 2 has not joined. */
  private SharedTracker oneMissing(long pollMillis) throws IOException {
    SharedTracker tracker = tracker(pollMillis, 2, TestJob.payload(0, "file1"));
    tracker.join(joins(1).holding(heldPayload(0, 30)).request());
    return tracker;
  }

  private SharedTracker oneMissing() throws IOException {
    return oneMissing(LONG_POLL);
  }

  private static void joinLast(SharedTracker tracker) throws IOException {
    tracker.join(joins(2).wanting(0).request());
  }

  /** Runs a wait in a thread of its own. */
  private Future<Void> waiting(Callable<?> wait) {
    return runner.submit(
        () -> {
          wait.call();
          return null;
        });
  }

  private static Callable<Void> gate(SharedTracker tracker, TimeLimit limit) {
    return () -> {
      tracker.awaitAll(limit);
      return null;
    };
  }

  private static Callable<Void> drain(SharedTracker tracker) {
    return () -> {
      tracker.awaitDrain(LONG);
      return null;
    };
  }

  @Test
  void swarmThatStandsStillForTooLongFails() throws Exception {
    SharedTracker tracker = oneMissing();
    joinLast(tracker);
    nanos.addAndGet(2_000_000);

    assertThatThrownBy(() -> tracker.awaitDrain(SHORT))
        .isInstanceOf(SwarmFailedException.class)
        .hasMessageContaining("nothing has moved for 1ms (p2p.test): rank 2 waits for 3 of 3");
  }

  @Test
  void aFirstWatchIsAnsweredAtOnce() throws IOException {
    CompletableFuture<SwarmView> answer = oneMissing().watch(member(1), 0);

    assertThat(answer).isCompleted();
    assertThat(answer.join().phase()).isEqualTo(SwarmPhase.GATHERING);
    assertThat(answer.join().version()).isEqualTo(1);
  }

  @Test
  void aWatchIsAnsweredWhenTheGateOpens() throws IOException {
    SharedTracker tracker = oneMissing();
    CompletableFuture<SwarmView> answer = tracker.watch(member(1), 1);
    assertThat(answer).isNotDone();
    joinLast(tracker);

    assertThat(answer).isCompleted();
    assertThat(answer.join().phase()).isEqualTo(SwarmPhase.EXCHANGE);
    assertThat(answer.join().neighbours())
        .singleElement()
        .satisfies(contact -> assertThat(contact.member()).isEqualTo(member(2)));
  }

  @Test
  void aLateWatchIsAnsweredAtOnce() throws IOException {
    SharedTracker tracker = oneMissing();
    joinLast(tracker);

    assertThat(tracker.watch(member(1), 1)).isCompleted();
  }

  @Test
  void aWatchEndsWithTheSameViewWhenNothingHappens() throws IOException {
    SharedTracker tracker = oneMissing(1);

    assertThat(tracker.watch(member(1), 1).join().version()).isEqualTo(1);
  }

  @Test
  void aVersionAheadOfTheTrackersIsFromBeforeARestartAndAnsweredAtOnce() throws IOException {
    assertThat(oneMissing().watch(member(1), 17)).isCompleted();
  }

  @Test
  void aNewerWatchOfTheSameRankEndsTheOlder() throws IOException {
    SharedTracker tracker = oneMissing();
    CompletableFuture<SwarmView> older = tracker.watch(member(1), 1);
    CompletableFuture<SwarmView> newer = tracker.watch(member(1), 1);

    assertThat(older).isCompleted();
    assertThat(newer).isNotDone();
  }

  @Test
  void reportsDoNotWakeWatchers() throws IOException {
    SharedTracker tracker = oneMissing();
    joinLast(tracker);
    CompletableFuture<SwarmView> answer = tracker.watch(member(1), 2);
    tracker.report(member(2), acquired(0, 1));

    assertThat(answer).isNotDone();
  }

  @Test
  void theWatchOfAnOlderIncarnationIsFencedWhenTheNewerJoins() throws IOException {
    SharedTracker tracker = oneMissing();
    CompletableFuture<SwarmView> answer = tracker.watch(member(1), 1);
    tracker.join(joins(member(1, 2)).holding(heldPayload(0, 30)).request());

    assertThatThrownBy(answer::join).hasCauseInstanceOf(FencedException.class);
    assertThatThrownBy(() -> tracker.watch(member(1), 1)).isInstanceOf(FencedException.class);
  }

  @Test
  void aWatchBeforeTheJoinIsRefused() throws IOException {
    SharedTracker tracker = oneMissing();

    assertThatThrownBy(() -> tracker.watch(member(2), 0))
        .hasMessageContaining("rank 2 has not joined this tracker");
  }

  @Test
  void contactsCarryATokenFromTheReceiverToTheNeighbour() throws IOException {
    SharedTracker tracker = oneMissing();
    joinLast(tracker);
    var contact = tracker.watch(member(2), 0).join().neighbours().get(0);

    assertThat(contact.token().decodeIdentifier().caller()).isEqualTo(Rank.peer(2));
    assertThat(contact.token().decodeIdentifier().audience()).isEqualTo(Rank.peer(1));
    assertThat(contact.endpoint()).isEqualTo(TestJob.endpoint(member(1)));
    assertThat(contact.distance()).isEqualTo(Contact.SAME_RACK);
  }

  @Test
  void anUnchangedViewIsMadeOnce() throws IOException {
    SharedTracker tracker = oneMissing();
    joinLast(tracker);

    assertThat(tracker.watch(member(1), 0).join()).isSameAs(tracker.watch(member(1), 0).join());
  }

  @Test
  void aFailureReachesWatchersAndTheOneWhoWaitsForTheGate() throws Exception {
    SharedTracker tracker = tracker(LONG_POLL, 3, TestJob.inline(0, "file1"));
    tracker.join(joins(1).holding(heldInline(0, "a")).request());
    CompletableFuture<SwarmView> watch = tracker.watch(member(1), 1);
    Future<Void> gate = waiting(gate(tracker, LONG));
    tracker.join(joins(2).holding(heldInline(0, "b")).request());

    assertThat(watch.join().failure())
        .isEqualTo("rank 1 and rank 2 disagree about file1: segment 1 differs");
    assertThatThrownBy(gate::get)
        .hasCauseInstanceOf(SwarmFailedException.class)
        .hasMessageContaining("rank 1 and rank 2 disagree about file1: segment 1 differs");
  }

  @Test
  void aGateThatStaysClosedTooLongFailsTheSwarm() throws Exception {
    SharedTracker tracker = oneMissing();
    CompletableFuture<SwarmView> watch = tracker.watch(member(1), 1);

    assertThatThrownBy(() -> tracker.awaitAll(SHORT))
        .isInstanceOf(SwarmFailedException.class)
        .hasMessage("rank 2 of 2 did not join the tracker within 1ms (p2p.test); see their logs");
    assertThat(watch.join().phase()).isEqualTo(SwarmPhase.FAILED);
  }

  @Test
  void aGateWhosePeersAreLateOpensAllTheSame() throws Exception {
    SharedTracker tracker = oneMissing();
    tracker.join(joins(2).wanting(0).unready().request());
    CompletableFuture<SwarmView> watch = tracker.watch(member(1), 2);

    assertThat(tracker.awaitGate(SHORT)).isEqualTo(bits(2));
    assertThat(watch.join().phase()).isEqualTo(SwarmPhase.EXCHANGE);
  }

  @Test
  void whoWaitsForTheGateIsWokenByTheLastWhoIsReady() throws Exception {
    SharedTracker tracker = oneMissing();
    tracker.join(joins(2).wanting(0).unready().request());
    Future<?> gate = runner.submit(() -> tracker.awaitGate(LONG));
    tracker.ready(member(2));

    assertThat(gate.get()).isEqualTo(bits());
  }

  @Test
  void whoWaitsForGateDrainAndLeaveIsWokenByEach() throws Exception {
    SharedTracker tracker = oneMissing();
    Future<Void> gate = waiting(gate(tracker, LONG));
    joinLast(tracker);
    gate.get();
    Future<Void> drain = waiting(drain(tracker));
    tracker.report(member(2), complete(0));
    drain.get();
    Future<?> leave = runner.submit(() -> tracker.awaitLeave(LONG));
    tracker.leave(member(1));
    tracker.leave(member(2));

    assertThat(leave.get()).isEqualTo(bits());
  }

  @Test
  void thoseWhoDoNotLeaveInTimeAreNamed() throws Exception {
    SharedTracker tracker = oneMissing();
    joinLast(tracker);
    tracker.report(member(2), complete(0));
    tracker.leave(member(2));

    assertThat(tracker.awaitLeave(SHORT)).isEqualTo(bits(1));
  }

  @Test
  void closingEndsTheWait() throws Exception {
    SharedTracker tracker = oneMissing();
    Future<Void> gate = waiting(gate(tracker, LONG));
    tracker.close();

    assertThatThrownBy(gate::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void theStatusTellsHowLongAgoGateAndDrainWere() throws IOException {
    SharedTracker tracker = oneMissing();
    assertThat(tracker.status()).isEqualTo(RankStatus.ofTracker(RankPhase.JOINED, 1, -1, -1));
    joinLast(tracker);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(40));
    assertThat(tracker.status()).isEqualTo(RankStatus.ofTracker(RankPhase.EXCHANGING, 2, 40, -1));
    tracker.report(member(2), complete(0));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(2));
    assertThat(tracker.status()).isEqualTo(RankStatus.ofTracker(RankPhase.COMPLETE, 2, 42, 2));
    tracker.leave(member(1));
    tracker.leave(member(2));

    assertThat(tracker.status().phase()).isEqualTo(RankPhase.LEFT);
  }

  @Test
  void aSwarmThatIsDoneAtOnceHasBothTimes() throws IOException {
    SharedTracker tracker = tracker(LONG_POLL, 1);
    tracker.join(joins(1).request());

    assertThat(tracker.status()).isEqualTo(RankStatus.ofTracker(RankPhase.COMPLETE, 1, 0, 0));
  }

  @Test
  void theMapIsOfOneFileOrOfAll() throws IOException {
    SharedTracker tracker =
        tracker(LONG_POLL, 1, TestJob.payload(0, "file1"), TestJob.payload(1, "file2"));
    tracker.join(joins(1).holding(heldPayload(0, 10)).request());
    String digest = TestJob.payloadDigest(0, 0).toString();

    assertThat(tracker.fileMap("file2")).isEqualTo("{\"file2\":[]}");
    assertThat(tracker.fileMap(null))
        .isEqualTo("{\"file1\":[[\"" + digest + "\",[1]]],\"file2\":[]}");
    assertThatThrownBy(() -> tracker.fileMap("file3"))
        .hasMessage("this job has no file named 'file3'");
  }

  @Test
  void reportsOfManyPeersInManyThreadsAreAllNoted() throws Exception {
    int peers = 64;
    SharedTracker tracker = tracker(LONG_POLL, peers, TestJob.payload(0, "file1"));
    tracker.join(joins(1).holding(heldPayload(0, 1000)).request());
    for (int rank = 2; rank <= peers; rank++) {
      tracker.join(joins(rank).wanting(0).request());
    }
    List<Future<?>> reporters = new ArrayList<>();
    for (int rank = 2; rank <= peers; rank++) {
      int reporter = rank;
      reporters.add(
          runner.submit(
              () -> {
                for (int segment = 0; segment < 100; segment++) {
                  tracker.report(member(reporter), acquired(0, segment));
                }
                tracker.report(member(reporter), complete(0));
                return null;
              }));
    }
    for (Future<?> reporter : reporters) {
      reporter.get();
    }
    tracker.awaitDrain(LONG);

    assertThat(tracker.fileMap("file1")).contains(",63,64]]]}");
  }
}
