package org.yarnp2p.model;

import java.util.Locale;

/**
 * The power of 1024 that a number of bytes is best written in, the same for tables and sentences.
 *
 * @param name such as MiB
 * @param bytes 1024 to the power
 */
public record ByteUnit(String name, long bytes) {
  private static final String[] NAMES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  /**
   * The largest one that fits.
   *
   * @param amount bytes, from 0
   */
  public static ByteUnit of(long amount) {
    int power = 0;
    for (long rest = amount; rest >= 1024; rest /= 1024) {
      power++;
    }
    return new ByteUnit(NAMES[power], 1L << (10 * power));
  }

  /** {@code 512 B}, {@code 1.5 KiB}, {@code 20.0 GiB}: from 0 bytes, the same in every locale. */
  public static String write(long bytes) {
    ByteUnit unit = of(bytes);
    return unit.bytes == 1
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit.bytes, unit.name);
  }
}
