package org.yarnp2p.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
  private static final Size USUAL = new Size(24, 80);
  private static final long TIMEOUT_MILLIS = 1000;

  /** How many characters there is room for. */
  public record Size(int rows, int columns) {}

  private Terminal() {}

  /**
   * How large it is now; empty when the standard error is no terminal that a line can be drawn on.
   */
  public static Optional<Size> size() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return Optional.empty();
    }
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "exec stty size <&2 2>/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (!stty.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return Optional.empty();
      }
      return stty.exitValue() != 0
          ? Optional.empty()
          : Optional.of(
              size(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      LOG.debug("this host has no stty", e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Reads {@code ROWS COLUMNS}; the usual ones when a terminal does not know its own. */
  static Size size(String words) {
    String[] numbers = words.strip().split(" ", -1);
    boolean known = numbers.length == 2;
    return new Size(
        known ? number(numbers[0], USUAL.rows()) : USUAL.rows(),
        known ? number(numbers[1], USUAL.columns()) : USUAL.columns());
  }

  private static int number(String word, int otherwise) {
    return word.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(word) : otherwise;
  }
}
