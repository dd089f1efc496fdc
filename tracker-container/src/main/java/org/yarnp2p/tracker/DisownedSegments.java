package org.yarnp2p.tracker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;

/**
 * Segments that ranks of a distribution have told of and that are not those of their files. A rank
 * that has some is not complete, whatever it says: it is told of them once more then. Not
 * thread-safe.
 */
final class DisownedSegments {
  private final Map<Integer, Set<SegmentRef>> byRank = new HashMap<>();

  /**
   * A rank has reported.
   *
   * @param refused of what it says it has
   * @param complete whether it thinks that it has everything
   * @return what it has to drop
   */
  List<SegmentRef> reported(
      int rank, List<Acquired> acquired, List<SegmentRef> refused, boolean complete) {
    Set<SegmentRef> open = byRank.computeIfAbsent(rank, r -> new HashSet<>());
    acquired.forEach(one -> open.remove(one.segment()));
    List<SegmentRef> answer = new ArrayList<>(refused);
    if (complete) {
      answer.addAll(open);
    }
    open.addAll(refused);
    if (open.isEmpty()) {
      byRank.remove(rank);
    }
    return answer;
  }

  /** Whether a rank has still to replace some. */
  boolean any(int rank) {
    return byRank.containsKey(rank);
  }

  void forget(int rank) {
    byRank.remove(rank);
  }
}
