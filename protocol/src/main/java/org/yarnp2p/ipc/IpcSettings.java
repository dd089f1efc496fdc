package org.yarnp2p.ipc;

import static org.apache.hadoop.fs.CommonConfigurationKeys.IPC_CLIENT_ASYNC_CALLS_MAX_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SASL_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeys.IPC_CLIENT_FALLBACK_TO_SIMPLE_AUTH_ALLOWED_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeys.IPC_CLIENT_PING_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeys.IPC_MAXIMUM_DATA_LENGTH;
import static org.apache.hadoop.fs.CommonConfigurationKeys.IPC_MAXIMUM_RESPONSE_LENGTH;
import static org.apache.hadoop.fs.CommonConfigurationKeys.IPC_SERVER_RPC_MAX_RESPONSE_SIZE_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.HADOOP_SECURITY_AUTHENTICATION;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_CONNECTION_MAXIDLETIME_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_CONNECT_MAX_RETRIES_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SOCKET_TIMEOUTS_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_CONNECT_RETRY_INTERVAL_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_CONNECT_TIMEOUT_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_IDLETHRESHOLD_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_KILL_MAX_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_CLIENT_TCPNODELAY_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_SERVER_LISTEN_QUEUE_SIZE_KEY;
import static org.apache.hadoop.fs.CommonConfigurationKeysPublic.IPC_SERVER_TCPNODELAY_KEY;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.UmbilicalPB;

/**
 * Copies of the job's configuration with Hadoop's IPC keys set from the project's. The job's own
 * configuration stays as it is: its file systems and YARN clients want the cluster's values.
 */
final class IpcSettings {
  private static final int LISTEN_QUEUE = 4096;
  private static final int RETRY_INTERVAL_MS = 200;

  /**
   * As often a connection's sending thread looks for something to send: with 0, without a pause.
   */
  private static final int LEAST_IDLE_MILLIS = 1000;

  /** What a message needs besides the bytes of segments. */
  private static final int OVERHEAD = 1 << 20;

  private IpcSettings() {}

  /** For a server. Takes tokens only, whatever the cluster's authentication is. */
  static Configuration ofServer(Configuration conf) {
    Configuration copy = new Configuration(conf);
    useProtobuf(copy);
    copy.set(HADOOP_SECURITY_AUTHENTICATION, "token");
    copy.setInt(IPC_MAXIMUM_DATA_LENGTH, largestMessage(conf));
    copy.setInt(
        IPC_SERVER_RPC_MAX_RESPONSE_SIZE_KEY, Math.max(largestFetch(conf), largestMessage(conf)));
    copy.setInt(IPC_SERVER_LISTEN_QUEUE_SIZE_KEY, LISTEN_QUEUE);
    copy.setBoolean(IPC_SERVER_TCPNODELAY_KEY, true);
    // After twice that time a server closes what its caller should have closed. By itself Hadoop
    // does so only where there are thousands of connections: a stranger that says nothing would
    // stay.
    copy.setInt(IPC_CLIENT_CONNECTION_MAXIDLETIME_KEY, idleMillis(conf));
    copy.setInt(IPC_CLIENT_IDLETHRESHOLD_KEY, 0);
    copy.setInt(IPC_CLIENT_KILL_MAX_KEY, Integer.MAX_VALUE);
    return copy;
  }

  /** For connections whose answers hold no segments. */
  static Configuration ofCalls(Configuration conf) {
    return ofConnections(conf, largestMessage(conf));
  }

  /** For connections that bring segments. */
  static Configuration ofFetches(Configuration conf) {
    return ofConnections(conf, largestFetch(conf));
  }

  private static Configuration ofConnections(Configuration conf, int largestAnswer) {
    Configuration copy = new Configuration(conf);
    useProtobuf(copy);
    int retries = P2pConf.integer(conf, P2pKeys.IPC_CONNECT_RETRIES);
    copy.setInt(IPC_CLIENT_CONNECT_TIMEOUT_KEY, millis(conf, P2pKeys.IPC_CONNECT_TIMEOUT));
    copy.setInt(IPC_CLIENT_CONNECT_MAX_RETRIES_KEY, retries);
    copy.setInt(IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SOCKET_TIMEOUTS_KEY, retries);
    copy.setInt(IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SASL_KEY, 0);
    copy.setInt(IPC_CLIENT_CONNECT_RETRY_INTERVAL_KEY, RETRY_INTERVAL_MS);
    copy.setInt(IPC_CLIENT_CONNECTION_MAXIDLETIME_KEY, idleMillis(conf));
    copy.setInt(IPC_MAXIMUM_RESPONSE_LENGTH, largestAnswer);
    copy.setBoolean(IPC_CLIENT_TCPNODELAY_KEY, true);
    copy.setBoolean(IPC_CLIENT_FALLBACK_TO_SIMPLE_AUTH_ALLOWED_KEY, false);
    // A ping would round the time for a call up to a multiple of the ping interval.
    copy.setBoolean(IPC_CLIENT_PING_KEY, false);
    // Every call has a deadline: no second limit on those that wait.
    copy.setInt(IPC_CLIENT_ASYNC_CALLS_MAX_KEY, -1);
    return copy;
  }

  private static void useProtobuf(Configuration copy) {
    RPC.setProtocolEngine(copy, UmbilicalPB.class, ProtobufRpcEngine2.class);
    RPC.setProtocolEngine(copy, TrackerPB.class, ProtobufRpcEngine2.class);
    RPC.setProtocolEngine(copy, PeerPB.class, ProtobufRpcEngine2.class);
  }

  /** Bytes of the largest message that brings no segments. */
  private static int largestMessage(Configuration conf) {
    return Math.toIntExact(P2pConf.bytes(conf, P2pKeys.IPC_MESSAGE_MAX));
  }

  /**
   * Bytes of the largest answer to a fetch: a whole segment, which may be a line of an input file.
   */
  private static int largestFetch(Configuration conf) {
    long segment = P2pConf.bytes(conf, P2pKeys.SEGMENT_MAX);
    segment = Math.max(segment, P2pConf.bytesUnlessAuto(conf, P2pKeys.SEGMENT_SIZE).orElse(0));
    segment = Math.max(segment, P2pConf.bytes(conf, P2pKeys.INPUT_MAX_BYTES));
    return Math.toIntExact(segment + OVERHEAD);
  }

  private static int idleMillis(Configuration conf) {
    return Math.max(LEAST_IDLE_MILLIS, millis(conf, P2pKeys.IPC_IDLE_TIMEOUT));
  }

  /** A time in ms, at most a week. */
  static int millis(Configuration conf, String key) {
    return (int) Math.min(P2pConf.millis(conf, key), TimeUnit.DAYS.toMillis(7));
  }
}
