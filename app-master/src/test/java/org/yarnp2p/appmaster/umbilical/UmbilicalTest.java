package org.yarnp2p.appmaster.umbilical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.appmaster.JobFixture;
import org.yarnp2p.appmaster.roster.RankState;
import org.yarnp2p.appmaster.roster.Roster;
import org.yarnp2p.ipc.IpcDialer;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.HeartbeatAnswer;
import org.yarnp2p.protocol.Order;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenIdentifier;

/** Over real IPC, with the callers' own tokens. */
@Timeout(60)
class UmbilicalTest {
  private static final String JOB = JobFixture.JOB_ID;
  private static final Endpoint HERE = new Endpoint("127.0.0.1", 4711);
  private static final RankStatus STATUS = RankStatus.starting();

  private final Configuration conf = JobFixture.conf();
  private final JobSecret secret = JobSecret.generate();
  private final Roster roster = new Roster(1, () -> 0);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private volatile Order order = Order.STOP;
  private Umbilical umbilical;
  private IpcDialer dialer;

  @BeforeEach
  void listen() {
    listen("1h");
  }

  private void listen(String longPoll) {
    conf.set("p2p.ipc.long-poll.timeout", longPoll);
    umbilical = new Umbilical(JOB, secret, "127.0.0.1", roster, new Listener(), this::report);
    umbilical.init(conf);
    umbilical.start();
  }

  @AfterEach
  void stop() {
    if (dialer != null) {
      dialer.close();
    }
    umbilical.stop();
  }

  @Test
  void aContainersWordsReachTheRosterAndTheListener() throws Exception {
    Member peer = roster.requested(Rank.peer(1));
    UmbilicalClient client = client(Rank.peer(1));
    client.register(peer, HERE);
    assertThat(heard.take()).isEqualTo("registered rank 1");
    assertThat(client.heartbeat(peer, STATUS).order()).isEqualTo(Order.STOP);
    assertThat(heard.take()).isEqualTo("heard rank 1");
    client.done(peer, STATUS);
    assertThat(heard.take()).isEqualTo("done rank 1");
    assertThat(roster.rank(Rank.peer(1)).state()).isEqualTo(RankState.DONE);
    client.failed(peer, "disk full", Cure.ELSEWHERE);
    assertThat(heard.take()).isEqualTo("failed rank 1: disk full, ELSEWHERE");
  }

  @Test
  void anOlderLifeIsFencedOff() throws Exception {
    Member old = roster.requested(Rank.peer(1));
    roster.requested(Rank.peer(1));
    UmbilicalClient client = client(Rank.peer(1));
    assertThatThrownBy(() -> client.heartbeat(old, STATUS)).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> client.awaitTracker(old, 0)).isInstanceOf(FencedException.class);
    assertThat(heard).isEmpty();
  }

  @Test
  void whoeverAsksForTheTrackerForTooLongAsksAgain() throws Exception {
    umbilical.stop();
    listen("10ms");
    Member peer = roster.requested(Rank.peer(1));
    assertThat(client(Rank.peer(1)).awaitTracker(peer, 0)).isEmpty();
    assertThat(umbilical.waiting()).as("calls that are over are forgotten").isZero();
  }

  @Test
  void whoeverAsksForTheTrackerWaitsUntilItIsThere() throws Exception {
    Member tracker = roster.requested(Rank.TRACKER);
    Member peer = roster.requested(Rank.peer(1));
    UmbilicalClient client = client(Rank.peer(1));
    CompletableFuture<Optional<Contact>> waiting = umbilical.awaitTracker(peer, 0);
    assertThat(waiting).isNotDone();
    umbilical.register(tracker, HERE);
    Contact contact = waiting.get(20, TimeUnit.SECONDS).orElseThrow();
    assertThat(contact.member()).isEqualTo(tracker);
    assertThat(contact.endpoint()).isEqualTo(HERE);
    JobTokenIdentifier token = contact.token().decodeIdentifier();
    assertThat(token.caller()).isEqualTo(Rank.peer(1));
    assertThat(token.audience()).isEqualTo(Rank.TRACKER);
    assertThat(client.awaitTracker(peer, 0).orElseThrow().endpoint()).isEqualTo(HERE);
  }

  @Test
  void aTrackerThatRegistersAnewIsTheOneThatIsFound() throws Exception {
    Member peer = roster.requested(Rank.peer(1));
    umbilical.register(roster.requested(Rank.TRACKER), HERE);
    Endpoint elsewhere = new Endpoint("127.0.0.2", 4712);
    umbilical.register(roster.requested(Rank.TRACKER), elsewhere);
    Contact contact = umbilical.awaitTracker(peer, 0).join().orElseThrow();
    assertThat(contact.endpoint()).isEqualTo(elsewhere);
    assertThat(contact.member().incarnation()).isEqualTo(2);
  }

  @Test
  void whoeverKnowsATrackerWaitsForANewerOne() throws Exception {
    Member peer = roster.requested(Rank.peer(1));
    Member first = roster.requested(Rank.TRACKER);
    umbilical.register(first, HERE);
    assertThat(umbilical.awaitTracker(peer, 0)).isCompleted();
    CompletableFuture<Optional<Contact>> waiting = umbilical.awaitTracker(peer, 1);
    umbilical.register(first, HERE);
    assertThat(waiting).isNotDone();
    umbilical.register(roster.requested(Rank.TRACKER), HERE);
    assertThat(waiting.get(20, TimeUnit.SECONDS).orElseThrow().member().incarnation()).isEqualTo(2);
  }

  @Test
  void aTrackerThatIsBeingReplacedIsNotHandedOut() throws Exception {
    Member peer = roster.requested(Rank.peer(1));
    umbilical.register(roster.requested(Rank.TRACKER), HERE);
    roster.requested(Rank.TRACKER);
    assertThat(umbilical.awaitTracker(peer, 0)).isNotDone();
  }

  @Test
  void aContainerThatAnEarlierAttemptHasStartedIsAskedToRegister() throws Exception {
    Roster second = new Roster(1, () -> 0, 1000);
    second.inherit(Rank.peer(1), "node1", "container_1");
    order = Order.CONTINUE;
    umbilical.stop();
    umbilical = new Umbilical(JOB, secret, "127.0.0.1", second, new Listener(), this::report);
    umbilical.init(conf);
    umbilical.start();
    Member peer = new Member(Rank.peer(1), 2);
    UmbilicalClient client = client(Rank.peer(1));
    assertThat(client.heartbeat(peer, STATUS).order()).isEqualTo(Order.REGISTER);
    client.register(peer, HERE);
    assertThat(client.heartbeat(peer, STATUS).order()).isEqualTo(Order.CONTINUE);
    assertThat(second.rank(Rank.peer(1)).endpoint()).isEqualTo(HERE);
    Member older = new Member(Rank.peer(1), 1);
    assertThatThrownBy(() -> client.heartbeat(older, STATUS)).isInstanceOf(FencedException.class);
  }

  @Test
  void theClientSeesTheReportAndMayKill() throws Exception {
    UmbilicalClient client = client(Rank.CLIENT);
    assertThat(JobReport.parse(client.jobStatus()).jobId()).isEqualTo(JOB);
    client.kill("Ctrl-C");
    assertThat(heard.take()).isEqualTo("killed: Ctrl-C");
  }

  @Test
  void aContainerMayNotKillOrSpeakForAnother() throws Exception {
    Member tracker = roster.requested(Rank.TRACKER);
    UmbilicalClient client = client(Rank.peer(1));
    assertThatThrownBy(() -> client.kill("mine")).isInstanceOf(AccessControlException.class);
    assertThatThrownBy(() -> client.register(tracker, HERE))
        .isInstanceOf(AccessControlException.class);
    assertThat(heard).isEmpty();
  }

  private UmbilicalClient client(Rank caller) throws IOException {
    dialer = new IpcDialer(conf, JOB, caller);
    return dialer.umbilical(
        umbilical.endpoint(), secret.token(JOB, caller, Rank.APPLICATION_MASTER));
  }

  private JobReport report() {
    return new JobReport(
        1, JOB, "", State.RUNNING, "", "", "", "", null, null, 1, 0, 0, 0, null, null);
  }

  private final class Listener implements UmbilicalListener {
    @Override
    public void registered(Member member) {
      heard.add("registered " + member);
    }

    @Override
    public HeartbeatAnswer heard(Member member, RankStatus status) {
      heard.add("heard " + member);
      return HeartbeatAnswer.of(order);
    }

    @Override
    public void done(Member member, RankStatus status) {
      heard.add("done " + member);
    }

    @Override
    public void failed(Member member, String message, Cure cure) {
      heard.add("failed " + member + ": " + message + ", " + cure);
    }

    @Override
    public void killed(String reason) {
      heard.add("killed: " + reason);
    }
  }
}
