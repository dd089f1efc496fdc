package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.RANK_2;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.protocol.SwarmView;
import org.yarnp2p.protocol.TrackerClient;
import org.yarnp2p.protocol.UmbilicalClient;

/** The servers have one handler each. */
@Timeout(30)
class LongPollTest {
  private static final SwarmView VIEW =
      new SwarmView(
          1, SwarmPhase.EXCHANGE, List.of(), null, List.of(new SegmentRef(1, 2)), List.of(3, 4));

  /** Polls that have reached the tracker. */
  private final BlockingQueue<CompletableFuture<SwarmView>> polls = new LinkedBlockingQueue<>();

  private final TestJob job = new TestJob();
  private final FakeTracker fake =
      new FakeTracker() {
        @Override
        public CompletableFuture<SwarmView> watch(Member member, long known) throws IOException {
          if (known == 99) {
            throw new FencedException(member, 2);
          }
          CompletableFuture<SwarmView> poll = new CompletableFuture<>();
          polls.add(poll);
          return poll;
        }
      };
  private IpcServer server;
  private TrackerClient tracker;

  @BeforeEach
  void connect() throws IOException {
    server = job.serveTracker(fake, fake);
    tracker = job.tracker(RANK_1.rank(), server);
  }

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  @Test
  void otherCallsGetThroughWhilePollsWait() throws Exception {
    TrackerClient second = job.tracker(RANK_2.rank(), server);
    FutureTask<SwarmView> first = inBackground(() -> tracker.watch(RANK_1, 0));
    FutureTask<SwarmView> other = inBackground(() -> second.watch(RANK_2, 0));
    CompletableFuture<SwarmView> one = polls.take();
    CompletableFuture<SwarmView> two = polls.take();

    tracker.leave(RANK_1);
    assertThat(tracker.fileMap("a")).isNotEmpty();
    assertThat(first).isNotDone();
    assertThat(other).isNotDone();

    one.complete(VIEW);
    two.complete(VIEW);
    assertThat(first.get()).isEqualTo(VIEW);
    assertThat(other.get()).isEqualTo(VIEW);
  }

  @Test
  void strangerThatSaysNothingIsSentAwayAndNobodyWhoWaits() throws Exception {
    job.conf.set(P2pKeys.IPC_IDLE_TIMEOUT, "500ms");
    job.conf.setInt("ipc.client.connection.idle-scan-interval.ms", 50);
    IpcServer impatient = job.serveTracker(fake, fake);
    TrackerClient waiting = job.tracker(RANK_1.rank(), impatient);
    FutureTask<SwarmView> watch = inBackground(() -> waiting.watch(RANK_1, 0));
    CompletableFuture<SwarmView> poll = polls.take();
    InetSocketAddress address = impatient.endpoint().resolve();
    try (Socket silent = new Socket(address.getAddress(), address.getPort());
        Socket halfway = new Socket(address.getAddress(), address.getPort())) {
      silent.setSoTimeout(20_000);
      halfway.setSoTimeout(20_000);
      halfway.getOutputStream().write(new byte[] {'h', 'r', 'p', 'c', 9, 0, -33, 1});

      assertThat(silent.getInputStream().read()).isNegative();
      assertThat(halfway.getInputStream().read()).isNegative();
    }

    poll.complete(VIEW);
    assertThat(watch.get()).isEqualTo(VIEW);
  }

  @Test
  void laterPollMayBeAnsweredFirst() throws Exception {
    TrackerClient second = job.tracker(RANK_1.rank(), server);
    FutureTask<SwarmView> early = inBackground(() -> tracker.watch(RANK_1, 0));
    CompletableFuture<SwarmView> earlyPoll = polls.take();
    FutureTask<SwarmView> late = inBackground(() -> second.watch(RANK_1, 0));
    CompletableFuture<SwarmView> latePoll = polls.take();

    latePoll.complete(VIEW);
    assertThat(late.get()).isEqualTo(VIEW);
    assertThat(early).isNotDone();

    earlyPoll.complete(VIEW);
    assertThat(early.get()).isEqualTo(VIEW);
  }

  @Test
  void failureOfAWaitingPollKeepsItsClass() throws Exception {
    FutureTask<SwarmView> watch = inBackground(() -> tracker.watch(RANK_1, 0));
    polls.take().completeExceptionally(new FencedException(RANK_1, 2));

    assertThatThrownBy(watch::get)
        .cause()
        .isInstanceOf(FencedException.class)
        .hasMessage("rank 1 is fenced off: incarnation 2 has taken its place");
  }

  @Test
  void failureOfAStageOfAPollKeepsItsClass() throws Exception {
    FutureTask<SwarmView> watch = inBackground(() -> tracker.watch(RANK_1, 0));
    polls
        .take()
        .completeExceptionally(new CompletionException(new AccessControlException("banned")));

    assertThatThrownBy(watch::get).cause().isInstanceOf(AccessControlException.class);
  }

  @Test
  void viewThatCannotBeWrittenIsAnErrorAndNotSilence() throws Exception {
    FutureTask<SwarmView> watch = inBackground(() -> tracker.watch(RANK_1, 0));
    polls.take().complete(null);

    assertThatThrownBy(watch::get).cause().isInstanceOf(RemoteException.class);
  }

  @Test
  void pollThatIsRefusedAtOnceDoesNotMuteTheNextCall() throws Exception {
    assertThatThrownBy(() -> tracker.watch(RANK_1, 99)).isInstanceOf(FencedException.class);

    tracker.leave(RANK_1);
    assertThat(fake.received).containsExactly(List.of("leave", RANK_1));
  }

  @Test
  void trackerIsAwaitedTheSameWay() throws Exception {
    FakeUmbilical master = new FakeUmbilical();
    UmbilicalClient umbilical = job.umbilical(RANK_1.rank(), job.serveUmbilical(master, master));
    Contact contact = job.contact(RANK_1.rank(), TestJob.TRACKER, server.endpoint());
    FutureTask<Optional<Contact>> wait = inBackground(() -> umbilical.awaitTracker(RANK_1, 0));

    umbilical.register(RANK_1, server.endpoint());
    assertThat(wait).isNotDone();
    master.tracker.complete(Optional.of(contact));

    assertThat(wait.get(20, TimeUnit.SECONDS)).contains(contact);
  }

  private static <T> FutureTask<T> inBackground(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "poll");
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
