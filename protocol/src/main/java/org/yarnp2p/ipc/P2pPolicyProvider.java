package org.yarnp2p.ipc;

import org.apache.hadoop.security.authorize.PolicyProvider;
import org.apache.hadoop.security.authorize.Service;
import org.yarnp2p.protocol.PeerPB;
import org.yarnp2p.protocol.TrackerPB;
import org.yarnp2p.protocol.UmbilicalPB;

/**
 * The keys of {@code hadoop-policy.xml} for the job's protocols, which count where {@code
 * hadoop.security.authorization} is on. Callers appear as users {@code p2p-client}, {@code p2p-am}
 * and {@code p2p-rank-R}.
 */
public final class P2pPolicyProvider extends PolicyProvider {
  /** Who may call the ApplicationMaster. */
  public static final String UMBILICAL_ACL = "security.p2p.umbilical.protocol.acl";

  /** Who may call the tracker. */
  public static final String TRACKER_ACL = "security.p2p.tracker.protocol.acl";

  /** Who may call peers. */
  public static final String PEER_ACL = "security.p2p.peer.protocol.acl";

  /** For the servers of this package, and for Hadoop. */
  public P2pPolicyProvider() {}

  @Override
  public Service[] getServices() {
    return new Service[] {
      new Service(UMBILICAL_ACL, UmbilicalPB.class),
      new Service(TRACKER_ACL, TrackerPB.class),
      new Service(PEER_ACL, PeerPB.class)
    };
  }
}
