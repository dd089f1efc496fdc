package org.yarnp2p.appmaster.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.appmaster.roster.RankSnapshot;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.RankStatus;

/**
 * What has been moved in all, earlier lives of the ranks included: a container that is started
 * again counts from zero, the job does not. Not thread-safe.
 */
final class Ledger {
  private record Life(int incarnation, Totals totals) {}

  private final Map<Rank, Life> current = new HashMap<>();
  private Totals over = Totals.ZERO;

  /** The sum now. What is wanted and acquired is that of the latest lives only. */
  Totals sum(List<RankSnapshot> ranks) {
    Totals sum = over;
    for (RankSnapshot rank : ranks) {
      Totals now = of(rank.status());
      Life before = current.put(rank.rank(), new Life(rank.incarnation(), now));
      if (before != null && before.incarnation() != rank.incarnation()) {
        Totals moved = before.totals();
        Totals ended = new Totals(0, 0, moved.down(), moved.up(), moved.origin());
        over = over.plus(ended);
        sum = sum.plus(ended);
      }
      sum = sum.plus(now);
    }
    return sum;
  }

  private static Totals of(RankStatus status) {
    return new Totals(
        status.wantedBytes(),
        status.acquiredBytes(),
        status.downBytes(),
        status.upBytes(),
        status.originBytes());
  }
}
