package org.yarnp2p.client.view;

import java.util.Locale;

/** Writes numbers with their units, the same in every locale. */
public final class Quantities {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Quantities() {}

  /**
   * The power of 1024 that a number of bytes is best written in.
   *
   * @param name such as MiB
   * @param bytes 1024 to the power
   */
  record Unit(String name, long bytes) {
    static Unit of(long amount) {
      int power = 0;
      for (long rest = amount; rest >= 1024; rest /= 1024) {
        power++;
      }
      return new Unit(UNITS[power], 1L << (10 * power));
    }
  }

  /** {@code 512 B}, {@code 1.5 KiB}, {@code 20.0 GiB}. */
  public static String bytes(long bytes) {
    Unit unit = Unit.of(bytes);
    return unit.bytes() == 1
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit.bytes(), unit.name());
  }

  /** {@code 35.2 MiB/s}. */
  public static String rate(double bytesPerSecond) {
    return bytes(Math.round(bytesPerSecond)) + "/s";
  }

  /** {@code 812 ms}, {@code 12.3 s}, {@code 4 min 5 s}. */
  public static String duration(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = millis / 1000;
    return seconds / 60 + " min " + seconds % 60 + " s";
  }

  /** {@code 1.04}, or a dash when there is no value. */
  public static String ratio(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  /** {@code 43 %}, or a dash when there is nothing to have. */
  public static String percent(long part, long whole) {
    return whole <= 0 ? "-" : (int) (100.0 * Math.min(part, whole) / whole) + " %";
  }
}
