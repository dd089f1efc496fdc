package org.yarnp2p.ipc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yarnp2p.ipc.TestJob.RANK_1;
import static org.yarnp2p.ipc.TestJob.RANK_2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcResponseHeaderProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcResponseHeaderProto.RpcStatusProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcSaslProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcSaslProto.SaslAuth;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcSaslProto.SaslState;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.PeerClient;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.PeerServerTranslator;
import org.yarnp2p.protocol.proto.PeerProtos.PeerService;

/** Whoever has taken the port of a process of the job learns nothing and is not believed. */
@Timeout(30)
class ServerProofTest {
  private static final List<SegmentRef> SEGMENTS = List.of(new SegmentRef(0, 77));
  private static final String REFUSAL = "does not prove to know the job's token";

  private final TestJob job = new TestJob();

  @AfterEach
  void close() throws IOException {
    job.close();
  }

  @Test
  void hadoopServerThatAsksForNoTokenIsNotTalkedTo() throws IOException {
    FakePeer impostor = new FakePeer();
    Configuration simple = new Configuration(job.conf);
    RPC.setProtocolEngine(simple, PeerPB.class, ProtobufRpcEngine2.class);
    RPC.Server server =
        new RPC.Builder(simple)
            .setProtocol(PeerPB.class)
            .setInstance(
                PeerService.newReflectiveBlockingService(
                    new PeerServerTranslator(impostor, impostor)))
            .setBindAddress("127.0.0.1")
            .setPort(0)
            .build();
    server.start();
    try {
      assertNotTalkedTo(server.getListenerAddress().getPort());
    } finally {
      server.stop();
    }
    assertThat(impostor.received).isEmpty();
  }

  @Test
  void serverThatSkipsTheHandshakeIsNotTalkedTo() throws Exception {
    try (Script impostor = new Script(step(SaslState.SUCCESS))) {
      assertNotTalkedTo(impostor.port());
      assertThat(impostor.heard()).doesNotContain("have");
    }
  }

  @Test
  void serverThatChangesItsMindIsNotTalkedTo() throws Exception {
    RpcSaslProto token =
        step(SaslState.NEGOTIATE).toBuilder()
            .addAuths(
                auth("TOKEN", "DIGEST-MD5").toBuilder().setProtocol("").setServerId("default"))
            .build();
    RpcSaslProto simple =
        step(SaslState.NEGOTIATE).toBuilder().addAuths(auth("SIMPLE", "")).build();
    try (Script impostor = new Script(token, simple)) {
      assertNotTalkedTo(impostor.port());
      assertThat(impostor.heard()).doesNotContain("have");
    }
  }

  @Test
  void serverThatSpeaksWithoutEndIsNotListenedTo() throws Exception {
    RpcSaslProto endless =
        step(SaslState.CHALLENGE).toBuilder()
            .setToken(ByteString.copyFrom(new byte[1 << 20]))
            .build();
    try (Script impostor = new Script(endless)) {
      assertNotTalkedTo(impostor.port());
    }
  }

  private void assertNotTalkedTo(int port) throws IOException {
    PeerClient peer =
        job.dialer(RANK_1.rank())
            .peer(job.contact(RANK_1.rank(), RANK_2, new Endpoint("127.0.0.1", port)));
    assertThatThrownBy(() -> peer.have(RANK_1, SEGMENTS))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining(REFUSAL);
  }

  private static RpcSaslProto step(SaslState state) {
    return RpcSaslProto.newBuilder().setState(state).build();
  }

  private static SaslAuth auth(String method, String mechanism) {
    return SaslAuth.newBuilder().setMethod(method).setMechanism(mechanism).build();
  }

  private static byte[] framed(ByteArrayOutputStream body) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    new DataOutputStream(frame).writeInt(body.size());
    body.writeTo(frame);
    return frame.toByteArray();
  }

  /** Answers the first frames of one connection with these, and keeps what it hears. */
  private static final class Script implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<String> heard;

    Script(RpcSaslProto... answers) throws IOException {
      heard = CompletableFuture.supplyAsync(() -> play(answers));
    }

    int port() {
      return socket.getLocalPort();
    }

    String heard() throws Exception {
      return heard.get(10, TimeUnit.SECONDS);
    }

    private String play(RpcSaslProto... answers) {
      StringBuilder all = new StringBuilder();
      try (Socket caller = socket.accept()) {
        DataInputStream in = new DataInputStream(caller.getInputStream());
        in.skipNBytes(7);
        for (RpcSaslProto answer : answers) {
          all.append(text(in.readNBytes(in.readInt())));
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          RpcResponseHeaderProto.newBuilder()
              .setCallId(-33)
              .setStatus(RpcStatusProto.SUCCESS)
              .build()
              .writeDelimitedTo(body);
          answer.writeDelimitedTo(body);
          caller.getOutputStream().write(framed(body));
        }
        all.append(text(in.readAllBytes()));
      } catch (IOException e) {
        all.append(e);
      }
      return all.toString();
    }

    private static String text(byte[] bytes) {
      return new String(bytes, ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
