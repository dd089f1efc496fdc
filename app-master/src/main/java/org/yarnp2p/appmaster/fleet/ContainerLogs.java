package org.yarnp2p.appmaster.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.webapp.util.WebAppUtils;
import org.yarnp2p.model.Member;

/** Where the logs of the job's containers can be read. Thread-safe. */
final class ContainerLogs {
  private final String scheme;
  private final String user;
  private final int earlier;
  private final Map<Member, String> pages = new ConcurrentHashMap<>();

  /**
   * @param conf says whether the cluster's pages are served with TLS
   * @param user of the job
   * @param earlier the highest incarnation that an earlier attempt can have started
   */
  ContainerLogs(Configuration conf, String user, int earlier) {
    scheme = WebAppUtils.getHttpSchemePrefix(conf);
    this.user = user;
    this.earlier = earlier;
  }

  /**
   * Notes a page of the container's NodeManager, which knows where the logs have gone when the
   * application is over.
   */
  void note(Member member, Container container) {
    pages.put(
        member,
        WebAppUtils.getRunningLogURL(
            scheme + container.getNodeHttpAddress(), container.getId().toString(), user));
  }

  /** The page of a member's container; an inherited one is noted with the highest incarnation. */
  Optional<String> find(Member member) {
    String page = pages.get(member);
    return page == null && member.incarnation() <= earlier
        ? Optional.ofNullable(pages.get(new Member(member.rank(), earlier)))
        : Optional.ofNullable(page);
  }
}
