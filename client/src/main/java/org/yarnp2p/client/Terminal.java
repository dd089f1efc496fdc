package org.yarnp2p.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal behind the standard error, if it is one. Asked of {@code stty}, not of JLine:
 * opening a JLine terminal takes the interrupt signal away from the JVM, and Ctrl-C would end this
 * process without its killing the job.
 */
public final class Terminal {
  private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
  private static final int USUAL_COLUMNS = 80;
  private static final long TIMEOUT_MILLIS = 1000;

  private Terminal() {}

  /**
   * How wide it is now; empty when the standard error is no terminal that a line can be drawn on.
   */
  public static OptionalInt columns() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return OptionalInt.empty();
    }
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "exec stty size <&2 2>/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (!stty.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return OptionalInt.empty();
      }
      return stty.exitValue() != 0
          ? OptionalInt.empty()
          : OptionalInt.of(
              columns(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      LOG.debug("this host has no stty", e);
      return OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  /** Reads {@code ROWS COLUMNS}; the usual width when a terminal does not know its own. */
  static int columns(String size) {
    String[] words = size.strip().split(" ", -1);
    return words.length == 2 && words[1].matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(words[1])
        : USUAL_COLUMNS;
  }
}
