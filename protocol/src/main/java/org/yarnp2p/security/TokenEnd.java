package org.yarnp2p.security;

import java.util.regex.Pattern;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;

/**
 * The end of the delegation tokens with which a job uses storage. Nobody can renew them any more,
 * and no other container of the job has better ones.
 */
public final class TokenEnd {
  /** What it means, and what to do. */
  public static final String REMEDY =
      "the delegation tokens with which the job uses storage have ended"
          + " (dfs.namenode.delegation.token.max-lifetime), and nobody can renew them any more;"
          + " start the job again: it gets new ones, and does not move again what is in place";

  /** What Hadoop says of a token whose time is over; other tokens are invalid for other reasons. */
  private static final Pattern OVER =
      Pattern.compile("\\b(is|has) expired\\b|can't be found in cache");

  private TokenEnd() {}

  /** Whether this is the reason for a failure, or for one of its causes. */
  public static boolean isReasonOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if ((isInvalidToken(cause) && OVER.matcher(message).find()) || isTold(message)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is the reason that a daemon gives, which names the exception in its text. */
  public static boolean isTold(String text) {
    return text.contains(InvalidToken.class.getName()) && OVER.matcher(text).find();
  }

  private static boolean isInvalidToken(Throwable failure) {
    return failure instanceof InvalidToken
        || (failure instanceof RemoteException remote
            && InvalidToken.class.getName().equals(remote.getClassName()));
  }
}
