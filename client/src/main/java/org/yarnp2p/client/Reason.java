package org.yarnp2p.client;

/** What an exception says to people. */
public final class Reason {
  /** In what Hadoop says to those who have no Kerberos ticket, among much else. */
  private static final String NO_TICKET = "Client cannot authenticate via:";

  private Reason() {}

  /**
   * The first line of the message: those of Hadoop's remote exceptions go on with a stack trace.
   */
  public static String of(Throwable e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e.getClass().getSimpleName();
    }
    String line = message.lines().findFirst().orElseThrow().strip();
    return line.contains(NO_TICKET) ? line + "; run kinit" : line;
  }
}
