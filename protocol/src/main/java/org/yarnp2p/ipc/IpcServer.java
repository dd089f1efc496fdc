package org.yarnp2p.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.authorize.PolicyProvider;
import org.apache.hadoop.security.authorize.Service;
import org.apache.hadoop.thirdparty.protobuf.BlockingService;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.TooEarlyException;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.proto.PeerProtos.PeerService;
import org.yarnp2p.protocol.proto.TrackerProtos.TrackerService;
import org.yarnp2p.protocol.proto.UmbilicalProtos.UmbilicalService;
import org.yarnp2p.security.JobTokenSecretManager;
import org.yarnp2p.security.ServerKey;

/**
 * An IPC server of a job, on a port that the system chooses. It serves callers with a token of its
 * job for its own rank and nobody else, on clusters with and without Kerberos.
 */
public final class IpcServer implements Closeable {
  private final RPC.Server server;
  private final Endpoint endpoint;

  private IpcServer(RPC.Server server, Endpoint endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @param conf of the job; is not changed
   * @param protocolPb {@link UmbilicalPB}, {@link TrackerPB} or {@link PeerPB}
   * @param translator what answers the calls, in several threads
   * @param audience whose server this is
   * @param key of that rank, from {@link org.yarnp2p.security.JobSecret#serverKey}
   * @param bindHost address to listen on; {@code 0.0.0.0} for all, the endpoint then has the name
   *     {@link ThisHost#name}
   * @param handlers threads that answer calls, from 1
   * @throws IOException when the address cannot be bound
   */
  public static <T> IpcServer start(
      Configuration conf,
      Class<T> protocolPb,
      T translator,
      String jobId,
      Rank audience,
      ServerKey key,
      String bindHost,
      int handlers)
      throws IOException {
    Configuration settings = IpcSettings.ofServer(conf);
    RPC.Server server =
        new RPC.Builder(settings)
            .setProtocol(protocolPb)
            .setInstance(service(translator))
            .setBindAddress(bindHost)
            .setPort(0)
            .setNumHandlers(handlers)
            .setSecretManager(new JobTokenSecretManager(jobId, audience, key))
            .build();
    if (settings.getBoolean(CommonConfigurationKeysPublic.HADOOP_SECURITY_AUTHORIZATION, false)) {
      P2pPolicyProvider services = new P2pPolicyProvider();
      server.refreshServiceAclWithLoadedConfiguration(policy(settings, services), services);
    }
    // Refusals are the business of the one who is refused: a line in the log, no trace.
    server.addTerseExceptions(
        AccessControlException.class,
        FencedException.class,
        TooEarlyException.class,
        IOException.class);
    server.start();
    return new IpcServer(server, advertised(server.getListenerAddress()));
  }

  /** Where the other hosts of the cluster reach this server. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Stops listening and serving; calls under way are broken off. */
  @Override
  public void close() {
    server.stop();
  }

  private static BlockingService service(Object translator) {
    if (translator instanceof UmbilicalPB umbilical) {
      return UmbilicalService.newReflectiveBlockingService(umbilical);
    }
    if (translator instanceof TrackerPB tracker) {
      return TrackerService.newReflectiveBlockingService(tracker);
    }
    if (translator instanceof PeerPB peer) {
      return PeerService.newReflectiveBlockingService(peer);
    }
    throw new IllegalArgumentException("no protocol of the job: " + translator.getClass());
  }

  /**
   * The cluster's policy file. Where it does not name the job's protocols, every holder of a token
   * may call: the default list is one of the cluster's users, and ranks are none.
   */
  private static Configuration policy(Configuration conf, PolicyProvider provider) {
    Configuration policy = new Configuration(conf);
    policy.addResource(System.getProperty("hadoop.policy.file", "hadoop-policy.xml"));
    for (Service service : provider.getServices()) {
      policy.setIfUnset(service.getServiceKey(), "*");
    }
    return policy;
  }

  private static Endpoint advertised(InetSocketAddress listener) {
    String host =
        listener.getAddress().isAnyLocalAddress() ? ThisHost.name() : listener.getHostString();
    return new Endpoint(host, listener.getPort());
  }
}
