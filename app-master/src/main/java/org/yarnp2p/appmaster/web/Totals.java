package org.yarnp2p.appmaster.web;

/**
 * Bytes of all ranks together. Bytes are data bytes of segments, without overhead.
 *
 * @param wanted of the wanted files, as far as known
 * @param acquired of these, verified and stored
 * @param down received from peers
 * @param up sent to peers
 * @param origin read from origins
 */
record Totals(long wanted, long acquired, long down, long up, long origin) {
  static final Totals ZERO = new Totals(0, 0, 0, 0, 0);

  Totals plus(Totals other) {
    return new Totals(
        wanted + other.wanted,
        acquired + other.acquired,
        down + other.down,
        up + other.up,
        origin + other.origin);
  }
}
