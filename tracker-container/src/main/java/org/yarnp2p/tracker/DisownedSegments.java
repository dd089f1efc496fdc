package org.yarnp2p.tracker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;

/**
 * Segments that ranks of a distribution brought and that are not those of their files. A rank that
 * has some is not complete, whatever it says. It learns of them from the answer to its next report,
 * and once more if it still calls itself complete. Not thread-safe.
 */
final class DisownedSegments {
  private final Map<Integer, Set<SegmentRef>> byRank = new HashMap<>();
  private final Set<Integer> uninformed = new HashSet<>();

  /**
   * Notes segments that the rank has brought when it joined, in place of those of an earlier join.
   */
  void brought(int rank, Collection<SegmentRef> segments) {
    forget(rank);
    if (!segments.isEmpty()) {
      byRank.put(rank, new HashSet<>(segments));
      uninformed.add(rank);
    }
  }

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
    if (uninformed.remove(rank) || complete) {
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
    uninformed.remove(rank);
  }
}
