package org.yarnp2p.appmaster.fleet;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.webapp.util.WebAppUtils;

/** Where the logs of the job's containers can be read. */
final class ContainerLogs {
  private final String scheme;
  private final String user;

  /**
   * @param conf says whether the cluster's pages are served with TLS
   * @param user of the job
   */
  ContainerLogs(Configuration conf, String user) {
    scheme = WebAppUtils.getHttpSchemePrefix(conf);
    this.user = user;
  }

  /**
   * A page of the container's NodeManager, which knows where the logs have gone when the
   * application is over.
   */
  String of(Container container) {
    return WebAppUtils.getRunningLogURL(
        scheme + container.getNodeHttpAddress(), container.getId().toString(), user);
  }
}
