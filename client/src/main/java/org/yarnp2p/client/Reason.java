package org.yarnp2p.client;

import java.nio.file.FileSystemException;
import org.yarnp2p.storage.BarePath;

/** What an exception says to people. */
public final class Reason {
  /** In what Hadoop says to those who have no Kerberos ticket, among much else. */
  private static final String NO_TICKET = "Client cannot authenticate via:";

  /** Where Hadoop's page on every failure to connect is. */
  private static final String READ_ON = "; For more details see:";

  private Reason() {}

  /**
   * The first line of the message: those of Hadoop's remote exceptions go on with a stack trace.
   */
  public static String of(Throwable e) {
    String message = e instanceof FileSystemException file ? sentence(file) : e.getMessage();
    if (message == null || message.isBlank()) {
      return e.getClass().getSimpleName();
    }
    String first = message.lines().findFirst().orElseThrow().strip();
    int more = first.indexOf(READ_ON);
    String line = more < 0 ? first : first.substring(0, more);
    return line.contains(NO_TICKET) ? line + "; run kinit" : line;
  }

  /** The message of many of these is a mere path. */
  private static String sentence(FileSystemException e) {
    return BarePath.meaning(e).map(what -> e.getFile() + ": " + what).orElseGet(e::getMessage);
  }
}
