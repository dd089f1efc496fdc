package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.ipc.TestJob.RANK_1;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.JobOverException;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalClient;

@Timeout(60)
class UmbilicalRouteTest {
  private static final Endpoint HERE = new Endpoint("host1", 4711);

  private final TestJob job = new TestJob();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final FakeUmbilical first =
      new FakeUmbilical() {
        @Override
        public CompletableFuture<Optional<Contact>> awaitTracker(Member member, int newerThan)
            throws IOException {
          asked.countDown();
          return super.awaitTracker(member, newerThan);
        }
      };
  private final FakeUmbilical second = new FakeUmbilical();
  private final AtomicInteger unreached = new AtomicInteger();
  private IpcServer firstServer;
  private IpcServer secondServer;
  private UmbilicalRoute route;
  private UmbilicalClient client;

  @BeforeEach
  void connect() throws IOException {
    firstServer = job.serveUmbilical(first, first);
    secondServer = job.serveUmbilical(second, second);
    route =
        job.dialer(RANK_1.rank())
            .route(firstServer.endpoint(), job.token(RANK_1.rank(), Rank.APPLICATION_MASTER));
    route.whenUnreached(unreached::incrementAndGet);
    client = route.client();
  }

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  @Test
  void callsGoToTheAttemptThatWasNamedLast() throws IOException {
    client.register(RANK_1, HERE);
    assertThat(route.moveTo(secondServer.endpoint())).isTrue();
    assertThat(route.moveTo(secondServer.endpoint())).isFalse();
    client.failed(RANK_1, "enough", Cure.RESTART);

    assertThat(first.received).containsExactly(List.of("register", RANK_1, HERE));
    assertThat(second.received).containsExactly(List.of("failed", RANK_1, "enough", Cure.RESTART));
    assertThat(unreached).hasValue(0);
  }

  @Test
  void aPollUnderWayEndsWhenTheMasterMoves() throws Exception {
    FutureTask<Object> waiting = new FutureTask<>(() -> client.awaitTracker(RANK_1, 0));
    new Thread(waiting).start();
    asked.await();
    route.moveTo(secondServer.endpoint());

    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void whoeverDoesNotWaitAnyLongerHasNotMissedTheMaster() throws Exception {
    FutureTask<Object> waiting = new FutureTask<>(() -> client.awaitTracker(RANK_1, 0));
    Thread waiter = new Thread(waiting);
    waiter.start();
    asked.await();
    waiter.interrupt();

    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedIOException.class);
    assertThat(unreached).hasValue(0);
  }

  @Test
  void whoCannotBeReachedIsToldOf() throws IOException {
    client.register(RANK_1, HERE);
    firstServer.close();

    assertThatThrownBy(() -> client.register(RANK_1, HERE)).isInstanceOf(IOException.class);
    assertThat(unreached.get()).isPositive();
  }

  @Test
  void aStrangerOnThePortOfADeadMasterIsNoRefusal() throws IOException {
    client.register(RANK_1, HERE);
    try (TestJob another = new TestJob()) {
      route.moveTo(another.serveUmbilical(second, second).endpoint());
      assertThatThrownBy(() -> client.register(RANK_1, HERE))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(AccessControlException.class);
    }
    assertThat(unreached.get()).isPositive();
  }

  @Test
  void aMasterThatHasNeverAnsweredMayRefuse() throws IOException {
    assertThatThrownBy(() -> client.register(new Member(Rank.peer(2), 1), HERE))
        .isInstanceOf(AccessControlException.class);
    assertThat(unreached).hasValue(0);
  }

  @Test
  void whatTheMasterAnswersIsNoReasonToLookForAnother() throws IOException {
    try (IpcServer fencing = job.serveUmbilical(new Fencing(), first)) {
      route.moveTo(fencing.endpoint());
      assertThatThrownBy(() -> client.heartbeat(RANK_1, RankStatus.starting()))
          .isInstanceOf(FencedException.class);
    }
    assertThat(unreached).hasValue(0);
  }

  @Test
  void afterTheEndOfTheJobEveryCallSaysSo() {
    route.end("its directory is gone");
    assertThatThrownBy(() -> client.register(RANK_1, HERE))
        .isInstanceOf(JobOverException.class)
        .hasMessage("its directory is gone");
  }

  private static final class Fencing extends FakeUmbilical {
    @Override
    public HeartbeatAnswer heartbeat(Member member, RankStatus status) throws IOException {
      throw new FencedException(member, 2);
    }
  }

  @Test
  void theOrderToRegisterArrives() throws IOException {
    first.order = Order.REGISTER;
    assertThat(client.heartbeat(RANK_1, RankStatus.starting()))
        .isEqualTo(HeartbeatAnswer.of(Order.REGISTER));
  }
}
