package org.yarnp2p.appmaster.web;

import java.util.List;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.protocol.RankStatus;

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

  /**
   * The sum over all peers. What is wanted and acquired is that of their latest lives only. What
   * the tracker has granted to peers to read from origins is not counted: they report what they
   * read.
   */
  static Totals of(List<RankSnapshot> ranks) {
    return ranks.stream()
        .filter(rank -> rank.rank().isPeer())
        .map(rank -> of(rank.status()))
        .reduce(ZERO, Totals::plus);
  }

  private static Totals of(RankStatus status) {
    return new Totals(
        status.wantedBytes(),
        status.acquiredBytes(),
        status.downBytes(),
        status.upBytes(),
        status.originBytes());
  }

  /** What has come to the peers: of what is acquired, some may have been there before. */
  long moved() {
    return down + origin;
  }

  Totals plus(Totals other) {
    return new Totals(
        wanted + other.wanted,
        acquired + other.acquired,
        down + other.down,
        up + other.up,
        origin + other.origin);
  }
}
