package org.yarnp2p.client;

/** What an exception says to people. */
public final class Reason {
  private Reason() {}

  /**
   * The first line of the message: those of Hadoop's remote exceptions go on with a stack trace.
   */
  public static String of(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElseThrow().strip();
  }
}
