package org.yarnp2p.tracker;

import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Complaint;

/** How often peers have said of others that they sent bad bytes. Not thread-safe. */
final class Complaints {
  private final int[] counts;

  /**
   * @param peers ranks are 1..peers
   */
  Complaints(int peers) {
    counts = new int[peers + 1];
  }

  /** Counts complaints; the result are those whom nobody has complained about before. */
  List<Rank> count(List<Complaint> about) {
    List<Rank> newlyAccused = new ArrayList<>();
    for (Complaint complaint : about) {
      if (counts[complaint.about().value()]++ == 0) {
        newlyAccused.add(complaint.about());
      }
    }
    return newlyAccused;
  }

  int about(Rank rank) {
    return counts[rank.value()];
  }
}
