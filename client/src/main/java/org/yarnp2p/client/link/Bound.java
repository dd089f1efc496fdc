package org.yarnp2p.client.link;

/**
 * The time below which no schedule can stay that brings one file from one seed to N receivers over
 * equal links: T* = (F/B)(1 + floor(log2 N)/M), for F bytes in M segments and links of B both ways
 * (Mundinger, Weber, Weiss: Optimal scheduling of peer-to-peer file dissemination, Journal of
 * Scheduling 11, 2008). M counts MiB, whatever the product chooses, and at least 1.
 */
public final class Bound {
  private static final double MEBIBYTE = 1 << 20;

  private Bound() {}

  /**
   * T* in seconds.
   *
   * @param bytes of the file, from 0
   * @param rate of a link, each way; its nominal one, packet headers included
   * @param receivers from 1
   */
  public static double seconds(long bytes, BitRate rate, int receivers) {
    return seconds(bytes, rate.bytesPerSecond(), receivers);
  }

  /** The same, with the rate of a link in bytes per second. */
  public static double seconds(long bytes, double bytesPerSecond, int receivers) {
    int log2 = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(receivers);
    double segments = Math.max(1, bytes / MEBIBYTE);
    return bytes / bytesPerSecond * (1 + log2 / segments);
  }
}
