package org.yarnp2p.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Contact;
import org.yarnp2p.protocol.PeerClient;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.TrackerClient;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.UmbilicalClient;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.security.JobTokenIdentifier;

/**
 * Makes the connections of one process to the servers of its job. Every connection has a user of
 * its own that holds one token: the login user and its credentials are never shown to the job's
 * servers. Nothing is sent before the first call. Thread-safe.
 */
public final class IpcDialer implements Closeable {
  private final String jobId;
  private final Rank self;
  private final Configuration calls;
  private final Configuration fetches;
  private final int callMillis;
  private final int pollMillis;
  private final int fetchMillis;
  private final Set<IpcLine<?>> lines = ConcurrentHashMap.newKeySet();

  /**
   * @param conf of the job; is not changed
   * @param self who calls
   */
  public IpcDialer(Configuration conf, String jobId, Rank self) {
    this.jobId = jobId;
    this.self = self;
    calls = IpcSettings.ofCalls(conf);
    fetches = IpcSettings.ofFetches(conf);
    callMillis = IpcSettings.millis(conf, P2pKeys.IPC_CALL_TIMEOUT);
    pollMillis = callMillis + IpcSettings.millis(conf, P2pKeys.LONG_POLL_TIMEOUT);
    fetchMillis = IpcSettings.millis(conf, P2pKeys.FETCH_TIMEOUT);
  }

  /**
   * The ApplicationMaster.
   *
   * @throws AccessControlException when the token is not for that
   * @throws UnknownHostException when the host has no address
   */
  public UmbilicalClient umbilical(Endpoint am, Token<JobTokenIdentifier> token)
      throws IOException {
    UmbilicalRoute.Lines lines = lines(am, token);
    return new UmbilicalClient(lines.calls(), lines.polls());
  }

  /**
   * The ApplicationMaster over several attempts.
   *
   * @param first where the attempt listens that is known now
   * @throws AccessControlException when the token is not for that
   * @throws UnknownHostException when the host has no address
   */
  public UmbilicalRoute route(Endpoint first, Token<JobTokenIdentifier> token) throws IOException {
    return new UmbilicalRoute(am -> lines(am, token), first);
  }

  private UmbilicalRoute.Lines lines(Endpoint am, Token<JobTokenIdentifier> token)
      throws IOException {
    Other other = other(Rank.APPLICATION_MASTER, am, token);
    return new UmbilicalRoute.Lines(
        line(UmbilicalPB.class, other, calls, callMillis),
        line(UmbilicalPB.class, other, calls, pollMillis));
  }

  /**
   * The tracker.
   *
   * @throws AccessControlException when the contact's token is not for that
   * @throws UnknownHostException when the host has no address
   */
  public TrackerClient tracker(Contact tracker) throws IOException {
    Other other = other(tracker.member().rank(), tracker.endpoint(), tracker.token());
    return new TrackerClient(
        line(TrackerPB.class, other, calls, callMillis),
        line(TrackerPB.class, other, calls, pollMillis));
  }

  /**
   * Another peer.
   *
   * @throws AccessControlException when the contact's token is not for that
   * @throws UnknownHostException when the host has no address
   */
  public PeerClient peer(Contact peer) throws IOException {
    Other other = other(peer.member().rank(), peer.endpoint(), peer.token());
    // A slot that is waited for does not hold up other calls, so they share one connection.
    IpcLine<PeerPB> polls = line(PeerPB.class, other, calls, pollMillis);
    return new PeerClient(
        polls.within(callMillis), polls, line(PeerPB.class, other, fetches, fetchMillis));
  }

  /** Ends all connections; calls under way end with an IOException. */
  @Override
  public void close() {
    lines.forEach(IpcLine::close);
  }

  /** Where to call, and with which token. */
  private record Other(String name, InetSocketAddress address, Token<JobTokenIdentifier> token) {}

  private Other other(Rank audience, Endpoint endpoint, Token<JobTokenIdentifier> token)
      throws IOException {
    JobTokenIdentifier needed = new JobTokenIdentifier(jobId, self, audience);
    JobTokenIdentifier found = token.decodeIdentifier();
    if (!needed.equals(found)) {
      throw new AccessControlException(
          "the token at hand is for '" + found + "', needed is one for '" + needed + "'");
    }
    InetSocketAddress address = endpoint.resolve();
    if (address.isUnresolved()) {
      throw new UnknownHostException(
          audience + " listens at " + endpoint + ", a name that this host cannot resolve");
    }
    Token<JobTokenIdentifier> addressed =
        new Token<>(token.getIdentifier(), token.getPassword(), token.getKind(), new Text());
    SecurityUtil.setTokenService(addressed, address);
    return new Other(audience + " (" + endpoint + ")", address, addressed);
  }

  private <P> IpcLine<P> line(
      Class<P> protocol, Other other, Configuration settings, int timeoutMillis)
      throws IOException {
    UserGroupInformation user =
        UserGroupInformation.createRemoteUser(JobTokenIdentifier.userName(self));
    user.addToken(other.token());
    IpcLine<P> line =
        new IpcLine<>(
            protocol, other.name(), other.address(), user, settings, timeoutMillis, lines::remove);
    lines.add(line);
    return line;
  }
}
