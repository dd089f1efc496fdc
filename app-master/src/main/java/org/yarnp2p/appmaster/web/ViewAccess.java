package org.yarnp2p.appmaster.web;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.authorize.AccessControlList;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * Who may see a job: on a cluster with ACLs its owner, YARN's administrators, and whom {@code
 * p2p.acl.view} names; on any other, everybody. As YARN decides who may see the containers' logs.
 */
final class ViewAccess {
  private final boolean enabled;
  private final String owner;
  private final AccessControlList administrators;
  private final AccessControlList viewers;

  ViewAccess(Configuration conf, String owner) {
    this.owner = owner;
    enabled =
        conf.getBoolean(
            YarnConfiguration.YARN_ACL_ENABLE, YarnConfiguration.DEFAULT_YARN_ACL_ENABLE);
    administrators =
        new AccessControlList(
            conf.get(YarnConfiguration.YARN_ADMIN_ACL, YarnConfiguration.DEFAULT_YARN_ADMIN_ACL));
    viewers = new AccessControlList(P2pConf.text(conf, P2pKeys.VIEW_ACL));
  }

  /**
   * Whether a user may look.
   *
   * @param user as the ResourceManager's proxy names it; null when it names nobody
   */
  boolean allows(String user) {
    if (!enabled) {
      return true;
    }
    if (user == null) {
      return false;
    }
    UserGroupInformation caller = UserGroupInformation.createRemoteUser(user);
    return caller.getShortUserName().equals(owner)
        || administrators.isUserAllowed(caller)
        || viewers.isUserAllowed(caller);
  }
}
