package org.yarnp2p.client.link;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rate of a link, each way, as {@code tc} takes it: units are powers of 1000.
 *
 * @param bitsPerSecond from 1
 */
public record BitRate(long bitsPerSecond) {
  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,11})(k|m|g)?bit");
  private static final int BITS = 8;

  /**
   * @throws IllegalArgumentException when it is not positive
   */
  public BitRate {
    if (bitsPerSecond < 1) {
      throw new IllegalArgumentException("a rate of " + bitsPerSecond + " bit/s");
    }
  }

  /**
   * Reads {@code 100mbit}, {@code 1gbit}, {@code 64kbit} or {@code 9600bit}.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static BitRate parse(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "found '" + text + "', expected a rate such as 100mbit or 1gbit");
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2);
    long factor =
        switch (unit) {
          case "k" -> 1_000L;
          case "m" -> 1_000_000L;
          case "g" -> 1_000_000_000L;
          default -> 1L;
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE / factor) {
      throw new IllegalArgumentException("found '" + text + "', which is more than can be counted");
    }
    return new BitRate(number * factor);
  }

  /** Bytes in a second. */
  public double bytesPerSecond() {
    return (double) bitsPerSecond / BITS;
  }

  /** A tenth of it, at least 1 bit/s. */
  public BitRate tenth() {
    return new BitRate(Math.max(1, bitsPerSecond / 10));
  }

  /** As {@code tc} and people read it, such as {@code 100mbit}. */
  @Override
  public String toString() {
    if (bitsPerSecond % 1_000_000_000 == 0) {
      return bitsPerSecond / 1_000_000_000 + "gbit";
    }
    if (bitsPerSecond % 1_000_000 == 0) {
      return bitsPerSecond / 1_000_000 + "mbit";
    }
    return bitsPerSecond % 1_000 == 0 ? bitsPerSecond / 1_000 + "kbit" : bitsPerSecond + "bit";
  }
}
