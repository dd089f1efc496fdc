package org.yarnp2p.client.view;

import java.util.Locale;
import org.yarnp2p.model.ByteUnit;

/** Writes numbers with their units, the same in every locale. */
public final class Quantities {
  private Quantities() {}

  /** {@code 512 B}, {@code 1.5 KiB}, {@code 20.0 GiB}. */
  public static String bytes(long bytes) {
    return ByteUnit.write(bytes);
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
