package org.yarnp2p.appmaster.fleet;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** Connections to NodeManagers, which are asked to start containers and then to stop them. */
final class KeptConnections {
  private static final int MOST = 64;

  private KeptConnections() {}

  /**
   * Unless somebody has said how many are kept. Hadoop's own figure, 0, gives each call a
   * connection without an idle time, and a thread of that looks for something to send until the
   * call is answered, without a pause.
   */
  static Configuration with(Configuration conf) {
    Configuration copy = new Configuration(conf);
    if (copy.getInt(YarnConfiguration.NM_CLIENT_MAX_NM_PROXIES, 0) == 0) {
      copy.setInt(YarnConfiguration.NM_CLIENT_MAX_NM_PROXIES, MOST);
    }
    return copy;
  }
}
