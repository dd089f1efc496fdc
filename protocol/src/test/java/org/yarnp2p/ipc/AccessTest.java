package org.yarnp2p.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.RANK_2;
import static org.yarnp2p.ipc.TestJob.TRACKER;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.token.Token;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Line;
import org.yarnp2p.protocol.PeerClient;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.PeerProtocol.Introduction;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.TrackerClient;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.protocol.proto.CommonProtos.FileMapRequestProto;
import org.yarnp2p.security.Caller;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenIdentifier;

/** Hadoop's authentication is "simple" here, as on most clusters. */
class AccessTest {
  private static final Endpoint HERE = new Endpoint("host1", 4001);

  private final TestJob job = new TestJob();
  private final FakePeer peer = new FakePeer();
  private final FakeTracker tracker = new FakeTracker();
  private final FakeUmbilical master = new FakeUmbilical();
  private IpcServer server;

  @BeforeEach
  void serve() throws IOException {
    assertThat(job.conf.get("hadoop.security.authentication")).isEqualTo("simple");
    server = job.servePeer(RANK_2.rank(), peer);
  }

  @AfterEach
  void close() throws IOException {
    assertThat(peer.received).isEmpty();
    job.close();
  }

  @Test
  void callerWithoutTokenIsRefused() {
    assertRefused(() -> fileMap(null), "SIMPLE authentication is not enabled");
  }

  @Test
  void tokenOfAnotherJobIsRefused() {
    Token<JobTokenIdentifier> token = job.secret.token("another", RANK_1.rank(), RANK_2.rank());

    assertRefused(() -> fileMap(token), "job another");
  }

  @Test
  void tokenForAnotherAudienceIsRefused() {
    assertRefused(() -> fileMap(job.token(RANK_1.rank(), Rank.TRACKER)), "does not open rank 2");
  }

  @Test
  void tokenMadeWithoutTheSecretIsRefused() {
    Token<JobTokenIdentifier> forged =
        JobSecret.generate().token(TestJob.ID, RANK_1.rank(), RANK_2.rank());

    assertRefused(() -> fileMap(forged), "");
  }

  @Test
  void tokenWithAnotherIdentifierThanItsPasswordIsForIsRefused() {
    Token<JobTokenIdentifier> good = job.token(RANK_1.rank(), RANK_2.rank());
    byte[] claim =
        new JobTokenIdentifier(TestJob.ID, Rank.APPLICATION_MASTER, RANK_2.rank()).getBytes();

    assertRefused(
        () -> fileMap(new Token<>(claim, good.getPassword(), good.getKind(), new Text())), "");
  }

  @Test
  void tokenThatIsRubbishIsRefused() {
    byte[] rubbish = {1, 2, 3};

    assertThatThrownBy(
            () -> fileMap(new Token<>(rubbish, rubbish, JobTokenIdentifier.KIND, new Text())))
        .isInstanceOf(IOException.class)
        .hasMessage("job token that is cut short");
  }

  @Test
  void peerSpeaksForNoOtherPeer() throws IOException {
    PeerClient other = job.peer(RANK_1.rank(), RANK_2, server);
    Member third = new Member(Rank.peer(3), 1);
    List<SegmentRef> segments = List.of(new SegmentRef(0, 0));

    assertRefused(
        () -> other.hello(new Introduction(third, List.of())), "rank 1 must not speak for rank 3");
    assertRefused(() -> other.have(third, segments), "rank 1 must not speak for rank 3");
    assertRefused(
        () -> other.fetch(third, new FetchRequest(segments, 0, false)),
        "rank 1 must not speak for rank 3");
    assertRefused(() -> other.reserve(third), "rank 1 must not speak for rank 3");
    assertRefused(() -> other.release(third), "rank 1 must not speak for rank 3");
  }

  @Test
  void peerSpeaksForNoOtherPeerAtTheTracker() throws IOException {
    TrackerClient client = job.tracker(RANK_1.rank(), job.serveTracker(tracker, tracker));
    String refusal = "rank 1 must not speak for rank 2";

    assertRefused(
        () -> client.join(new JoinRequest(RANK_2, HERE, List.of(), List.of(), List.of())), refusal);
    assertRefused(() -> client.watch(RANK_2, 0), refusal);
    assertRefused(() -> client.describe(RANK_2), refusal);
    assertRefused(
        () -> client.report(RANK_2, new Report(List.of(), List.of(), true, List.of())), refusal);
    assertRefused(() -> client.claim(RANK_2, 0, 1, 1), refusal);
    assertRefused(() -> client.leave(RANK_2), refusal);
    assertThat(tracker.received).isEmpty();
  }

  @Test
  void containerSpeaksForNoOtherAtTheUmbilical() throws IOException {
    UmbilicalClient client = job.umbilical(RANK_1.rank(), job.serveUmbilical(master, master));
    String refusal = "rank 1 must not speak for rank 0 (tracker)";

    assertRefused(() -> client.register(TRACKER, HERE), refusal);
    assertRefused(() -> client.awaitTracker(TRACKER, 0), refusal);
    assertRefused(() -> client.heartbeat(TRACKER, RankStatus.starting()), refusal);
    assertRefused(() -> client.done(TRACKER, RankStatus.starting()), refusal);
    assertRefused(() -> client.failed(TRACKER, "no", Cure.RESTART), refusal);
    assertThat(master.received).isEmpty();
  }

  @Test
  void onlyTheClientReadsTheStatusOrKills() throws IOException {
    UmbilicalClient client = job.umbilical(RANK_1.rank(), job.serveUmbilical(master, master));

    assertRefused(client::jobStatus, "rank 1 must not speak for client");
    assertRefused(() -> client.kill("no"), "rank 1 must not speak for client");
    assertThat(master.received).isEmpty();
  }

  @Test
  void dialerShowsNoTokenThatIsNotItsOwn() {
    Endpoint endpoint = server.endpoint();
    IpcDialer second = job.dialer(RANK_2.rank());

    assertRefused(
        () -> second.peer(job.contact(RANK_1.rank(), RANK_2, endpoint)),
        "needed is one for 'job " + TestJob.ID + ": rank 2 to rank 2'");
    assertRefused(
        () -> second.umbilical(endpoint, job.token(RANK_2.rank(), Rank.TRACKER)),
        "rank 2 to application master");
  }

  @Test
  void callerOutsideOfACallIsNobody() {
    assertRefused(Caller::identify, "no token");
  }

  private String fileMap(Token<JobTokenIdentifier> token) throws IOException {
    Line<PeerPB> line = job.line(PeerPB.class, token, server);
    return line.call(
            "fileMap", peer -> peer.fileMap(null, FileMapRequestProto.getDefaultInstance()))
        .getJson();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(AccessControlException.class)
        .hasMessageContaining(message);
  }
}
