package org.yarnp2p.input;

import java.io.IOException;
import org.apache.hadoop.ipc.RemoteException;

/** The one line of an exception that a person needs. */
final class Failure {
  private static final int MOST = 300;

  private Failure() {}

  static String reason(Exception failure) {
    Throwable cause = failure instanceof RemoteException remote ? unwrap(remote) : failure;
    while (cause instanceof RuntimeException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    String line = message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().get();
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }

  private static IOException unwrap(RemoteException remote) {
    return remote.unwrapRemoteException();
  }
}
