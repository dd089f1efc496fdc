package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.RANK_2;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.PeerClient;

@Timeout(30)
class FailureTest {
  private static final List<SegmentRef> SEGMENT = List.of(new SegmentRef(0, 0));
  private static final FetchRequest FETCH = new FetchRequest(SEGMENT, 0, false);

  private final TestJob job = new TestJob();

  /** What the peer's {@code have} throws. */
  private volatile Exception failure;

  /** Ports from which the calls came. */
  private final List<Integer> haveFrom = new CopyOnWriteArrayList<>();

  private final List<Integer> fetchFrom = new CopyOnWriteArrayList<>();
  private final CountDownLatch fetching = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final FakePeer fake =
      new FakePeer() {
        @Override
        public void have(Member member, List<SegmentRef> segments) throws IOException {
          haveFrom.add(Server.getRemotePort());
          if (failure instanceof RuntimeException bug) {
            throw bug;
          }
          if (failure != null) {
            throw (IOException) failure;
          }
        }

        @Override
        public FetchAnswer fetch(Member member, FetchRequest request) throws IOException {
          fetchFrom.add(Server.getRemotePort());
          fetching.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException("server stopped");
          }
          return super.fetch(member, request);
        }
      };

  @AfterEach
  void close() throws IOException {
    released.countDown();
    job.close();
  }

  @Test
  void fencedExceptionSurvivesTheTrip() throws IOException {
    failure = new FencedException(RANK_1, 3);
    PeerClient peer = connect();

    assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT))
        .isInstanceOf(FencedException.class)
        .hasMessage("rank 1 is fenced off: incarnation 3 has taken its place");
  }

  @Test
  void refusalSurvivesTheTrip() throws IOException {
    failure = new AccessControlException("banned: sent bad bytes twice");
    PeerClient peer = connect();

    assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT))
        .isInstanceOf(AccessControlException.class)
        .hasMessage("banned: sent bad bytes twice");
  }

  @Test
  void otherErrorComesWithItsNameAndMessageButNotItsTrace() throws IOException {
    failure = new IOException("rank 1 has not joined;\nsecond line");
    PeerClient peer = connect();

    assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT))
        .isInstanceOfSatisfying(
            RemoteException.class,
            error -> {
              assertThat(error.getClassName()).isEqualTo("java.io.IOException");
              assertThat(error).hasMessage("rank 1 has not joined;\nsecond line");
              assertThat(error.getCause()).hasMessageContaining("\tat ");
            });
  }

  @Test
  void bugInAServerIsAnErrorOfTheCallOnly() throws IOException {
    failure = new IllegalStateException("bug");
    PeerClient peer = connect();

    assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT))
        .isInstanceOfSatisfying(
            RemoteException.class,
            error -> assertThat(error.getClassName()).isEqualTo("java.lang.IllegalStateException"));
    failure = null;
    peer.have(RANK_1, SEGMENT);
  }

  @Test
  void callWithoutAnswerEndsAtItsDeadline() throws IOException {
    job.conf.set(P2pKeys.FETCH_TIMEOUT, "300ms");
    PeerClient peer = connect();

    assertThatThrownBy(() -> peer.fetch(RANK_1, FETCH))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("fetch")
        .hasMessageContaining("rank 2")
        .hasMessageContaining("300 ms");
  }

  @Test
  void segmentsTravelOnAConnectionOfTheirOwn() throws IOException {
    job.conf.set(P2pKeys.FETCH_TIMEOUT, job.conf.get(P2pKeys.IPC_CALL_TIMEOUT));
    released.countDown();
    PeerClient peer = connect();

    peer.have(RANK_1, SEGMENT);
    peer.fetch(RANK_1, FETCH);
    peer.have(RANK_1, SEGMENT);

    assertThat(haveFrom).hasSize(2).containsOnly(haveFrom.get(0));
    assertThat(fetchFrom).hasSize(1).doesNotContainAnyElementsOf(haveFrom);
  }

  @Test
  void smallSegmentsTravelOnTheConnectionThatIsThere() throws IOException {
    released.countDown();
    PeerClient peer = connect();

    peer.have(RANK_1, SEGMENT);
    peer.fetch(RANK_1, new FetchRequest(SEGMENT, 0, true));

    assertThat(fetchFrom).containsExactlyElementsOf(haveFrom);
  }

  @Test
  void closingEndsACallUnderWay() throws Exception {
    PeerClient peer = connect();
    FutureTask<FetchAnswer> fetch = fetchInBackground(peer);
    fetching.await();

    peer.close();

    assertThatThrownBy(fetch::get).cause().isInstanceOf(IOException.class);
    assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT)).isInstanceOf(IOException.class);
  }

  @Test
  void closingTheDialerClosesAllItHasMade() throws Exception {
    IpcServer server = job.servePeer(RANK_2.rank(), fake);
    IpcDialer dialer = job.dialer(RANK_1.rank());
    PeerClient peer = dialer.peer(job.contact(RANK_1.rank(), RANK_2, server.endpoint()));
    FutureTask<FetchAnswer> fetch = fetchInBackground(peer);
    fetching.await();

    dialer.close();

    assertThatThrownBy(fetch::get).cause().isInstanceOf(IOException.class);
  }

  @Test
  void closingDoesNotInterruptTheThreadThatConnects() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = new Endpoint("127.0.0.1", silent.getLocalPort());
      PeerClient peer =
          job.dialer(RANK_1.rank()).peer(job.contact(RANK_1.rank(), RANK_2, endpoint));
      FutureTask<Boolean> interrupted =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT))
                    .isInstanceOf(IOException.class);
                return Thread.interrupted();
              });
      new Thread(interrupted, "caller").start();
      try (Socket connecting = silent.accept()) {
        assertThat(connecting.getInputStream().read()).as("the caller has begun").isPositive();

        peer.close();

        assertThat(interrupted.get()).isFalse();
      }
    }
  }

  @Test
  void interruptGivesACallUp() throws Exception {
    PeerClient peer = connect();
    FutureTask<FetchAnswer> fetch = new FutureTask<>(() -> peer.fetch(RANK_1, FETCH));
    Thread thread = new Thread(fetch);
    thread.start();
    fetching.await();

    thread.interrupt();

    assertThatThrownBy(fetch::get).cause().isExactlyInstanceOf(InterruptedIOException.class);
  }

  @Test
  void nobodyListeningIsFoundAtOnce() throws IOException {
    // Bound but not listening: unlike a server that is being closed, it refuses at every moment.
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Endpoint endpoint = new Endpoint("127.0.0.1", deaf.getLocalPort());
      PeerClient peer =
          job.dialer(RANK_1.rank()).peer(job.contact(RANK_1.rank(), RANK_2, endpoint));

      assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT)).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void serverThatComesBackAtItsAddressIsCalledAgain() throws IOException {
    IpcServer server = job.servePeer(RANK_2.rank(), fake);
    PeerClient peer = job.peer(RANK_1.rank(), RANK_2, server);
    peer.have(RANK_1, SEGMENT);
    failure = new IOException("first");
    assertThatThrownBy(() -> peer.have(RANK_1, SEGMENT)).hasMessage("first");
    failure = null;

    peer.have(RANK_1, SEGMENT);
  }

  @Test
  void hostWithoutAddressIsNamed() {
    Endpoint nowhere = new Endpoint("no-such-host.invalid", 4001);
    IpcDialer dialer = job.dialer(RANK_1.rank());

    assertThatThrownBy(() -> dialer.peer(job.contact(RANK_1.rank(), RANK_2, nowhere)))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("rank 2 listens at no-such-host.invalid:4001");
  }

  private PeerClient connect() throws IOException {
    return job.peer(RANK_1.rank(), RANK_2, job.servePeer(RANK_2.rank(), fake));
  }

  private static FutureTask<FetchAnswer> fetchInBackground(PeerClient peer) {
    FutureTask<FetchAnswer> task = new FutureTask<>(() -> peer.fetch(RANK_1, FETCH));
    Thread thread = new Thread(task, "fetch");
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
