package org.yarnp2p.model;

import java.net.InetSocketAddress;
import org.apache.hadoop.net.NetUtils;

/**
 * Where a process of the job listens.
 *
 * @param host name or address that the other hosts of the cluster can reach
 * @param port Hadoop IPC port, 1..65535
 */
public record Endpoint(String host, int port) {
  /**
   * @throws IllegalArgumentException when the host is blank or the port out of range
   */
  public Endpoint {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not an endpoint: '" + host + "' port " + port);
    }
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

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
