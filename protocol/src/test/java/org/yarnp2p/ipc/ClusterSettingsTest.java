package org.yarnp2p.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.RANK_2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.FetchAnswer;
import org.yarnp2p.protocol.FetchRequest;
import org.yarnp2p.protocol.PeerClient;
import org.yarnp2p.protocol.SegmentData;

/** What the cluster's configuration decides, and what it must not. */
class ClusterSettingsTest {
  private static final SegmentRef SEGMENT = new SegmentRef(0, 0);

  private final TestJob job = new TestJob();
  private final FakePeer fake = new FakePeer();

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"authentication", "integrity", "privacy"})
  void protectionOfTheClusterIsHonoured(String protection) throws IOException {
    job.conf.set("hadoop.rpc.protection", protection);
    byte[] bytes = new byte[3 << 20];
    new Random(2).nextBytes(bytes);
    ByteBuffer data = ByteBuffer.wrap(bytes);
    fake.answer =
        new FetchAnswer.Served(List.of(new SegmentData(SEGMENT, Digest.of(data), data)), true);

    assertThat(connect().fetch(RANK_1, new FetchRequest(List.of(SEGMENT), 0, false)))
        .isEqualTo(fake.answer);
  }

  @ParameterizedTest
  @CsvSource({"authentication,true", "integrity,true", "privacy,false"})
  void segmentsCanBeReadOnTheWireUnlessPrivacyIsAskedFor(String protection, boolean readable)
      throws IOException {
    job.conf.set("hadoop.rpc.protection", protection);
    String text = "what nobody else shall read ".repeat(1000);
    ByteBuffer data = ByteBuffer.wrap(text.getBytes(US_ASCII));
    fake.answer =
        new FetchAnswer.Served(List.of(new SegmentData(SEGMENT, Digest.of(data), data)), true);
    Relay relay = job.closing(new Relay(job.servePeer(RANK_2.rank(), fake).endpoint()));
    PeerClient peer =
        job.dialer(RANK_1.rank()).peer(job.contact(RANK_1.rank(), RANK_2, relay.endpoint()));

    assertThat(peer.fetch(RANK_1, new FetchRequest(List.of(SEGMENT), 0, false)))
        .isEqualTo(fake.answer);

    assertThat(relay.heard()).hasSizeGreaterThan(text.length()).contains("hrpc");
    assertThat(relay.heard().contains("nobody else")).isEqualTo(readable);
    assertThat(relay.heard().contains("p2p-rank-1")).as("user names").isFalse();
  }

  @Test
  void serverWithPrivacyServesNoCallerWithoutIt() throws IOException {
    job.conf.set("hadoop.rpc.protection", "privacy");
    IpcServer server = job.servePeer(RANK_2.rank(), fake);
    job.conf.set("hadoop.rpc.protection", "authentication");
    PeerClient open = job.peer(RANK_1.rank(), RANK_2, server);

    assertThatThrownBy(() -> open.have(RANK_1, List.of(SEGMENT)))
        .isInstanceOf(AccessControlException.class);
    assertThat(fake.received).isEmpty();
  }

  @Test
  void ranksPassServiceAuthorizationThatListsUsersOnly() throws IOException {
    job.conf.set("hadoop.security.authorization", "true");
    job.conf.set("security.service.authorization.default.acl", "hdfs,yarn");

    connect().have(RANK_1, List.of(SEGMENT));

    assertThat(fake.received).hasSize(1);
  }

  @Test
  void ranksAreKeptOutByAnAccessListOfTheirProtocol() throws IOException {
    job.conf.set("hadoop.security.authorization", "true");
    job.conf.set(P2pPolicyProvider.PEER_ACL, "p2p-rank-7");
    PeerClient peer = connect();

    assertThatThrownBy(() -> peer.have(RANK_1, List.of(SEGMENT)))
        .isInstanceOf(AccessControlException.class)
        .hasMessageContaining("p2p-rank-1");
  }

  @Test
  void configurationOfTheJobStaysAsItIs() throws IOException {
    Map<String, String> before = job.conf.getPropsWithPrefix("");

    connect().have(RANK_1, List.of(SEGMENT));

    assertThat(job.conf.getPropsWithPrefix("")).isEqualTo(before).isNotEmpty();
  }

  /** The thread that sends would not rest. */
  @Test
  void noConnectionIsWithoutAnIdleTime() {
    job.conf.set(P2pKeys.IPC_IDLE_TIMEOUT, "0s");

    assertThat(IpcSettings.ofCalls(job.conf).getInt("ipc.client.connection.maxidletime", 0))
        .isEqualTo(1000);
  }

  @Test
  void deadlinesAndLimitsAreTheProjects() {
    job.conf.set(P2pKeys.IPC_CONNECT_TIMEOUT, "3s");
    job.conf.set(P2pKeys.IPC_CONNECT_RETRIES, "4");
    job.conf.set(P2pKeys.IPC_IDLE_TIMEOUT, "5s");
    job.conf.set(P2pKeys.IPC_MESSAGE_MAX, "1m");
    job.conf.set(P2pKeys.SEGMENT_MAX, "64m");

    Configuration calls = IpcSettings.ofCalls(job.conf);
    assertThat(calls.getInt("ipc.client.connect.timeout", 0)).isEqualTo(3000);
    assertThat(calls.getInt("ipc.client.connect.max.retries", 0)).isEqualTo(4);
    assertThat(calls.getInt("ipc.client.connect.max.retries.on.timeouts", 0)).isEqualTo(4);
    assertThat(calls.getInt("ipc.client.connection.maxidletime", 0)).isEqualTo(5000);
    assertThat(calls.getInt("ipc.maximum.response.length", 0)).isEqualTo(1 << 20);
    assertThat(IpcSettings.ofFetches(job.conf).getInt("ipc.maximum.response.length", 0))
        .isEqualTo(65 << 20);
    Configuration server = IpcSettings.ofServer(job.conf);
    assertThat(server.getInt("ipc.maximum.data.length", 0)).isEqualTo(1 << 20);
    assertThat(server.getInt("ipc.server.max.response.size", 0)).isEqualTo(65 << 20);
    assertThat(server.get("hadoop.security.authentication")).isEqualTo("token");
  }

  @Test
  void requestAboveTheLimitCostsTheSenderItsConnectionOnly() throws IOException {
    PeerClient peer = connect();
    job.conf.set(P2pKeys.IPC_MESSAGE_MAX, "1k");
    PeerClient small = connect();
    List<SegmentRef> many = Collections.nCopies(1000, SEGMENT);

    assertThatThrownBy(() -> small.have(RANK_1, many)).isInstanceOf(IOException.class);
    small.have(RANK_1, List.of(SEGMENT));
    peer.have(RANK_1, many);
  }

  private PeerClient connect() throws IOException {
    return job.peer(RANK_1.rank(), RANK_2, job.servePeer(RANK_2.rank(), fake));
  }
}
