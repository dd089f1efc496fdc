package org.yarnp2p.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.PeerClient;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.PeerServerTranslator;
import org.yarnp2p.protocol.SwarmWatch;
import org.yarnp2p.protocol.TrackerClient;
import org.yarnp2p.protocol.TrackerLocator;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.TrackerProtocol;
import org.yarnp2p.protocol.TrackerServerTranslator;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.UmbilicalProtocol;
import org.yarnp2p.protocol.UmbilicalServerTranslator;
import org.yarnp2p.security.JobSecret;
import org.yarnp2p.security.JobTokenIdentifier;

/** A job's servers and connections on this host; all closed at the end. */
final class TestJob implements AutoCloseable {
  static final String ID = "application_1700000000000_0007";
  static final Member RANK_1 = new Member(Rank.peer(1), 1);
  static final Member RANK_2 = new Member(Rank.peer(2), 1);
  static final Member TRACKER = new Member(Rank.TRACKER, 1);

  final JobSecret secret = JobSecret.generate();
  final Configuration conf = P2pConf.create();

  private final Deque<Closeable> open = new ArrayDeque<>();

  TestJob() {
    conf.set(P2pKeys.IPC_CONNECT_RETRIES, "0");
  }

  Token<JobTokenIdentifier> token(Rank caller, Rank audience) {
    return secret.token(ID, caller, audience);
  }

  IpcServer serveUmbilical(UmbilicalProtocol umbilical, TrackerLocator locator) throws IOException {
    return serve(
        UmbilicalPB.class,
        new UmbilicalServerTranslator(umbilical, locator),
        Rank.APPLICATION_MASTER);
  }

  IpcServer serveTracker(TrackerProtocol tracker, SwarmWatch watch) throws IOException {
    return serve(TrackerPB.class, new TrackerServerTranslator(tracker, watch), Rank.TRACKER);
  }

  IpcServer servePeer(Rank rank, FakePeer peer) throws IOException {
    return serve(PeerPB.class, new PeerServerTranslator(peer, peer), rank);
  }

  /** A server with one handler, so that a call that holds it shows. */
  <T> IpcServer serve(Class<T> protocol, T translator, Rank audience) throws IOException {
    IpcServer server =
        IpcServer.start(
            conf,
            protocol,
            translator,
            ID,
            audience,
            secret.serverKey(ID, audience),
            "127.0.0.1",
            1);
    return closing(server);
  }

  UmbilicalClient umbilical(Rank caller, IpcServer server) throws IOException {
    return dialer(caller).umbilical(server.endpoint(), token(caller, Rank.APPLICATION_MASTER));
  }

  TrackerClient tracker(Rank caller, IpcServer server) throws IOException {
    return dialer(caller).tracker(contact(caller, TRACKER, server.endpoint()));
  }

  PeerClient peer(Rank caller, Member other, IpcServer server) throws IOException {
    return dialer(caller).peer(contact(caller, other, server.endpoint()));
  }

  /** A connection that shows this token, or none when it is null, and may send any message. */
  <P> IpcLine<P> line(Class<P> protocol, Token<JobTokenIdentifier> token, IpcServer server)
      throws IOException {
    UserGroupInformation user = UserGroupInformation.createRemoteUser("somebody");
    InetSocketAddress address = server.endpoint().resolve();
    if (token != null) {
      SecurityUtil.setTokenService(token, address);
      user.addToken(token);
    }
    return closing(
        new IpcLine<>(
            protocol,
            "the server",
            address,
            user,
            IpcSettings.ofCalls(conf),
            IpcSettings.millis(conf, P2pKeys.IPC_CALL_TIMEOUT),
            line -> {}));
  }

  IpcDialer dialer(Rank caller) {
    return closing(new IpcDialer(conf, ID, caller));
  }

  Contact contact(Rank caller, Member other, Endpoint endpoint) {
    return new Contact(other, endpoint, token(caller, other.rank()));
  }

  <C extends Closeable> C closing(C closeable) {
    open.push(closeable);
    return closeable;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
