package org.yarnp2p.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.proto.CommonProtos.EmptyProto;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapRequestProto;
import org.yarnp2p.security.JobSecret;

/**
 * Every port that a running job listens on, found in /proc: whoever has no token for it gets
 * nothing, and the job does not mind. Containers of the embedded cluster have no web page.
 */
@ExtendWith(SharedCluster.class)
class PortProbeIT {
  private static final String NO_TOKEN = "SIMPLE authentication is not enabled";
  private static final Member ONE = new Member(Rank.peer(1), 1);
  private static final Member TWO = new Member(Rank.peer(StandingJob.READER), 1);
  private static final Member TRACKER = new Member(Rank.TRACKER, 1);

  private final TestCluster cluster;
  private StandingJob job;
  private String jobId;
  private JobSecret secret;
  private Endpoint umbilical;
  private int tracker;
  private List<Integer> peer;
  private List<Integer> otherPeer;

  PortProbeIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void findPorts() throws Exception {
    job = new StandingJob(cluster);
    job.start("-D", "yarn.acl.enable=true");
    jobId = job.applicationId().toString();
    ContainerProcess master = ContainerProcess.master(cluster);
    secret = JobSecret.from(master.credentials());
    ApplicationReport report = cluster.yarn().getApplicationReport(job.applicationId());
    umbilical = new Endpoint(report.getHost(), report.getRpcPort());
    assertThat(ports(master, 1)).containsExactly(umbilical.port());
    tracker = ports(ContainerProcess.of(cluster, 0), 1).get(0);
    peer = ports(ContainerProcess.of(cluster, StandingJob.READER), 2);
    otherPeer = ports(ContainerProcess.of(cluster, 1), 2);
  }

  @AfterEach
  void openDoor() throws IOException {
    job.close();
  }

  /** Waits for them, and finds it if there are more. */
  private static List<Integer> ports(ContainerProcess process, int expected) throws Exception {
    Eventually.isTrue(() -> process.listeningPorts().size() >= expected);
    assertThat(process.listeningPorts()).hasSize(expected);
    return process.listeningPorts();
  }

  @Test
  void nobodyWithoutItsTokenGetsAnythingAtAnyPort() throws Exception {
    assertRefusedWithoutToken(umbilical.port(), this::jobStatus);
    assertRefusedWithoutToken(tracker, this::trackerMap);
    for (List<Integer> ports : List.of(peer, otherPeer)) {
      for (int port : ports) {
        assertRefusedWithoutToken(port, this::peerMap);
      }
    }
    assertStrangersAreRefused();
    assertRanksSpeakForThemselves();
    for (int port : allPorts()) {
      assertNonsenseIsNotAnswered(port);
    }

    job.goOn();
    Outcome outcome = job.end();
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    cluster.assertNothingIsLeft();
  }

  private List<Integer> allPorts() {
    List<Integer> all = new ArrayList<>(peer);
    all.addAll(otherPeer);
    all.addAll(List.of(umbilical.port(), tracker));
    return all;
  }

  /** Those who have tokens, but not of this job. */
  private void assertStrangersAreRefused() throws IOException {
    String other = "application_1_0001";
    try (IpcDialer stranger = new IpcDialer(cluster.configuration(), other, ONE.rank())) {
      JobSecret own = JobSecret.generate();
      assertDenied(
          () -> stranger.tracker(contact(own, other, TRACKER, tracker)).leave(ONE),
          "does not open rank 0");
      assertDenied(
          () ->
              stranger
                  .umbilical(umbilical, own.token(other, ONE.rank(), Rank.APPLICATION_MASTER))
                  .heartbeat(ONE, RankStatus.starting()),
          "does not open application master");
    }
    try (IpcDialer forger = new IpcDialer(cluster.configuration(), jobId, ONE.rank())) {
      JobSecret guessed = JobSecret.generate();
      assertDenied(() -> forger.tracker(contact(guessed, jobId, TRACKER, tracker)).leave(ONE), "");
    }
  }

  /** With what rank 1 has got in truth. */
  private void assertRanksSpeakForThemselves() throws IOException {
    try (IpcDialer one = new IpcDialer(cluster.configuration(), jobId, ONE.rank())) {
      assertDenied(
          () ->
              one.umbilical(umbilical, secret.token(jobId, ONE.rank(), Rank.APPLICATION_MASTER))
                  .failed(TWO, "rank 2 has had enough", Cure.RESTART),
          "rank 1 must not speak for rank 2");
      assertDenied(
          () ->
              one.umbilical(umbilical, secret.token(jobId, ONE.rank(), Rank.APPLICATION_MASTER))
                  .kill("enough"),
          "rank 1 must not speak for client");
      assertDenied(
          () -> one.tracker(contact(secret, jobId, TRACKER, tracker)).leave(TWO),
          "rank 1 must not speak for rank 2");
      for (int port : peer) {
        assertThatThrownBy(
                () ->
                    one.peer(contact(secret, jobId, TWO, port))
                        .have(new Member(Rank.peer(3), 1), List.of(new SegmentRef(0, 0))))
            .satisfiesAnyOf(
                refused -> assertThat(refused).hasMessageContaining("must not speak for rank 3"),
                PortProbeIT::assertIsStreamPort);
        // A server of another rank than the one that the token is for.
        assertThatThrownBy(() -> one.tracker(contact(secret, jobId, TRACKER, port)).leave(ONE))
            .satisfiesAnyOf(
                refused -> assertThat(refused).hasMessageContaining("does not open rank 2"),
                PortProbeIT::assertIsStreamPort);
      }
    }
  }

  private Contact contact(JobSecret from, String id, Member to, int port) {
    return new Contact(to, new Endpoint("localhost", port), from.token(id, ONE.rank(), to.rank()));
  }

  private static void assertDenied(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(AccessControlException.class)
        .hasMessageContaining(message);
  }

  /** An IPC port says why; a peer's other port, for streams, closes the connection. */
  private static void assertRefusedWithoutToken(int port, Call call) {
    assertThatThrownBy(() -> call.on(new InetSocketAddress("localhost", port)))
        .as("port %s", port)
        .rootCause()
        .satisfiesAnyOf(
            refused -> assertThat(refused).hasMessageContaining(NO_TOKEN),
            PortProbeIT::assertIsStreamPort);
  }

  private static void assertIsStreamPort(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertThat(root).isInstanceOfAny(EOFException.class, SocketException.class);
  }

  private static void assertNonsenseIsNotAnswered(int port) throws IOException {
    byte[] random = new byte[3000];
    new Random(port).nextBytes(random);
    byte[] greedy = "hrpc\t\0\337\177\177\177\177".getBytes(ISO_8859_1);
    byte[] truncated = "P2PS\0\1\0".getBytes(ISO_8859_1);
    for (byte[] nonsense : List.of(random, greedy, truncated, new byte[0])) {
      assertThat(answer(port, nonsense)).as("port %s", port).doesNotContain("held", "segment");
    }
  }

  /** All that comes until the other end closes the connection, which it has to do. */
  private static String answer(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return e.toString(); // closed before it had read everything
    }
  }

  private interface Call {
    Object on(InetSocketAddress address) throws Exception;
  }

  private Object jobStatus(InetSocketAddress address) throws Exception {
    return proxy(UmbilicalPB.class, address).jobStatus(null, EmptyProto.getDefaultInstance());
  }

  private Object trackerMap(InetSocketAddress address) throws Exception {
    return proxy(TrackerPB.class, address).fileMap(null, FileMapRequestProto.getDefaultInstance());
  }

  private Object peerMap(InetSocketAddress address) throws Exception {
    return proxy(PeerPB.class, address).fileMap(null, FileMapRequestProto.getDefaultInstance());
  }

  /** Hadoop's own client. */
  private <T> T proxy(Class<T> protocol, InetSocketAddress address) throws Exception {
    Configuration conf = cluster.configuration();
    RPC.setProtocolEngine(conf, protocol, ProtobufRpcEngine2.class);
    return RPC.getProxy(protocol, RPC.getProtocolVersion(protocol), address, conf);
  }
}
