package org.yarnp2p.model;

import java.net.InetSocketAddress;
import org.apache.hadoop.net.NetUtils;

/**
 * Where a process of the job listens.
 *
 * @param host name or address that the other hosts of the cluster can reach
 * @param port Hadoop IPC port, 1..65535
 * @param streamPort where it takes stream connections, 0 for nowhere
 */
public record Endpoint(String host, int port, int streamPort) {
  private static final int MOST = 65535;

  /**
   * @throws IllegalArgumentException when the host is blank or a port out of range
   */
  public Endpoint {
    if (host.isBlank() || port < 1 || port > MOST || streamPort < 0 || streamPort > MOST) {
      throw new IllegalArgumentException("not an endpoint: '" + host + "' port " + port);
    }
  }

  /** Of a process that takes no stream connections. */
  public Endpoint(String host, int port) {
    this(host, port, 0);
  }

  /** The same process, which takes stream connections there. */
  public Endpoint withStreams(int atPort) {
    return new Endpoint(host, port, atPort);
  }

  /** Resolves the host now. */
  public InetSocketAddress resolve() {
    return NetUtils.createSocketAddrForHost(host, port);
  }

  /** Reads {@code host:port}. */
  public static Endpoint parse(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("expected HOST:PORT, found '" + hostAndPort + "'");
    }
    return new Endpoint(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  // By hand, as that of Rank.
  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint that
        && port == that.port
        && streamPort == that.streamPort
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * host.hashCode() + port) + streamPort;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
