package org.yarnp2p.appmaster.web;

import java.util.List;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.protocol.RankPhase;
import org.yarnp2p.protocol.RankStatus;

/** How far the peers are at one moment, in as many rows as a {@link SegmentGrid} has. */
final class RankParts {
  private RankParts() {}

  /** Ranks 1..N that share a row. */
  static int ranksPerRow(int peers) {
    return Math.max(1, (peers + SegmentGrid.MOST_CELLS - 1) / SegmentGrid.MOST_CELLS);
  }

  /**
   * For each row 0..100: the mean of what its peers have of what they want, in percent, rounded
   * down.
   *
   * @param ranks 0..N
   */
  static byte[] of(List<RankSnapshot> ranks) {
    int peers = ranks.size() - 1;
    int perRow = ranksPerRow(peers);
    byte[] rows = new byte[(peers + perRow - 1) / perRow];
    for (int row = 0; row < rows.length; row++) {
      int first = row * perRow + 1;
      int last = Math.min(peers, first + perRow - 1);
      double sum = 0;
      for (int rank = first; rank <= last; rank++) {
        sum += percent(ranks.get(rank).status());
      }
      rows[row] = (byte) Math.floor(sum / (last - first + 1));
    }
    return rows;
  }

  /** A peer that wants nothing has everything once the exchange has begun. */
  private static double percent(RankStatus status) {
    Double percent = Percent.of(status.acquiredBytes(), status.wantedBytes());
    if (percent != null) {
      return percent;
    }
    return status.phase().compareTo(RankPhase.EXCHANGING) >= 0 ? 100 : 0;
  }
}
