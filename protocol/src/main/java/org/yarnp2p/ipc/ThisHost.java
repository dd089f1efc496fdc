package org.yarnp2p.ipc;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The host that this process runs on. */
public final class ThisHost {
  private static final String NODE_MANAGER_HOST = "NM_HOST";

  private ThisHost() {}

  /**
   * The name under which other hosts reach this one: the environment variable NM_HOST, which YARN
   * sets in every container (and whoever starts containers without YARN should), else the host's
   * own name, else 127.0.0.1.
   */
  public static String name() {
    String clusterName = System.getenv(NODE_MANAGER_HOST);
    if (clusterName != null && !clusterName.isBlank()) {
      return clusterName;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // The host does not know its own name: nobody else does either.
      return "127.0.0.1";
    }
  }
}
