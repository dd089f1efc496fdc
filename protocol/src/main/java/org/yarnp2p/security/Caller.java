package org.yarnp2p.security;

import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.yarnp2p.model.Rank;

/**
 * Who makes the IPC call that the current thread handles. The rank comes from the token with which
 * the connection was opened, never from the message. Handler threads of an IPC server only.
 */
public final class Caller {
  private Caller() {}

  /**
   * The caller's token.
   *
   * @throws AccessControlException when this is no call, or one without the job's token
   */
  public static JobTokenIdentifier identify() throws AccessControlException {
    UserGroupInformation user = Server.getRemoteUser();
    if (user != null) {
      for (TokenIdentifier identifier : user.getTokenIdentifiers()) {
        if (identifier instanceof JobTokenIdentifier token) {
          return token;
        }
      }
    }
    throw new AccessControlException("the caller shows no token of the job");
  }

  /**
   * A rank speaks only for itself.
   *
   * @throws AccessControlException when the caller's token names another rank
   */
  public static void mustBe(Rank rank) throws AccessControlException {
    Rank caller = identify().caller();
    if (!caller.equals(rank)) {
      throw new AccessControlException(caller + " must not speak for " + rank);
    }
  }
}
