package org.yarnp2p.tracker;

import java.util.List;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;

/**
 * What follows from a peer's report.
 *
 * @param refused segments that the peer must drop: their digest is not the known one
 * @param newlyAccused ranks about which there had been no complaint before
 */
public record ReportOutcome(List<SegmentRef> refused, List<Rank> newlyAccused) {
  /** Copies the lists. */
  public ReportOutcome {
    refused = List.copyOf(refused);
    newlyAccused = List.copyOf(newlyAccused);
  }
}
