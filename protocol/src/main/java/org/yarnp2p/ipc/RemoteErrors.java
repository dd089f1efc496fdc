package org.yarnp2p.ipc;

import java.io.IOException;
import javax.security.sasl.SaslException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.authorize.AuthorizationException;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.TooEarlyException;

/** Makes of what Hadoop IPC throws at a caller what the job's callers tell apart. */
final class RemoteErrors {
  private static final String TRACE = "\n\tat ";

  private RemoteErrors() {}

  /**
   * The error of a call.
   *
   * @return {@link FencedException}, {@link TooEarlyException}, {@link AccessControlException} or
   *     {@link RemoteException} where the server has answered so, with its message but without its
   *     stack trace; else the failure of this end
   */
  static IOException unwrap(Throwable thrown) {
    Throwable failure =
        thrown instanceof ServiceException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof RemoteException remote) {
      return answered(remote);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AccessControlException || cause instanceof SaslException) {
        return caused(new AccessControlException(cause.getMessage()), failure);
      }
    }
    return failure instanceof IOException io ? io : new IOException(failure);
  }

  private static IOException answered(RemoteException remote) {
    String name = remote.getClassName();
    String message = firstLines(remote.getMessage());
    if (name.equals(FencedException.class.getName())) {
      return caused(new FencedException(message), remote);
    }
    if (name.equals(TooEarlyException.class.getName())) {
      return caused(new TooEarlyException(message), remote);
    }
    if (name.equals(AccessControlException.class.getName())
        || name.equals(AuthorizationException.class.getName())
        || name.equals(InvalidToken.class.getName())
        || name.equals(SaslException.class.getName())) {
      return caused(new AccessControlException(message), remote);
    }
    return caused(new RemoteException(name, message, remote.getErrorCode()), remote);
  }

  private static IOException caused(IOException error, Throwable cause) {
    error.initCause(cause);
    return error;
  }

  private static String firstLines(String message) {
    if (message == null) {
      return "no message";
    }
    int trace = message.indexOf(TRACE);
    return trace < 0 ? message : message.substring(0, trace);
  }
}
