package org.yarnp2p.appmaster.fleet;

import java.io.FileNotFoundException;
import java.net.UnknownHostException;

/** Exceptions as a person wants to read them. */
public final class Causes {
  private Causes() {}

  /**
   * The first line of the message, with the exception's name where it says more than the message.
   */
  public static String sentence(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return name;
    }
    String first = message.strip().lines().findFirst().orElseThrow();
    return isMute(cause) ? name + ": " + first : first;
  }

  /** Whether the message is often a mere path, host or value. */
  private static boolean isMute(Throwable cause) {
    return cause instanceof FileNotFoundException
        || cause instanceof UnknownHostException
        || cause instanceof Error
        || (cause instanceof RuntimeException && !(cause instanceof IllegalArgumentException));
  }
}
