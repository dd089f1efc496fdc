package org.yarnp2p.bench.figures;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it; units are powers of 1024.
 *
 * @param bytes from 0
 */
public record ByteSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(k|m|g|t)?");
  private static final int STEP = 10;
  private static final long MEBIBYTE = 1 << 20;

  /**
   * @throws IllegalArgumentException when it is negative
   */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size of " + bytes + " bytes");
    }
  }

  /**
   * Reads {@code 640k}, {@code 128m}, {@code 1g} or {@code 4096}.
   *
   * @throws IllegalArgumentException when it is none of these, or above 2^63 - 1
   */
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      int bits = matcher.group(2) == null ? 0 : STEP * (1 + "kmgt".indexOf(matcher.group(2)));
      long number = Long.parseLong(matcher.group(1));
      if (number <= Long.MAX_VALUE >> bits) {
        return new ByteSize(number << bits);
      }
    }
    throw new IllegalArgumentException(
        "found '" + text + "', expected a size such as 64k, 128m or 1g");
  }

  /** Whole MiB, rounded up. */
  public long mebibytes() {
    return bytes / MEBIBYTE + (bytes % MEBIBYTE == 0 ? 0 : 1);
  }
}
