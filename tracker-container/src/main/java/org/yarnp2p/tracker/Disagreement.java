package org.yarnp2p.tracker;

import org.yarnp2p.job.PlannedFile;

/** Says that two ranks hold different segments of a file, for people. */
final class Disagreement {
  private Disagreement() {}

  /**
   * The sentence.
   *
   * @param rank that has just told something
   * @param other with whom it disagrees; 0 is the origin, or without one a rank that is gone
   * @param segment from 0; people count from 1
   */
  static String of(PlannedFile plan, int rank, int other, int segment) {
    String where = " about %s: segment %d differs".formatted(plan.name(), segment + 1);
    if (other == rank) {
      return "rank %d disagrees with what it told before%s".formatted(rank, where);
    }
    if (other == 0 && plan.origin() == null) {
      return "rank %d disagrees with a rank that is gone%s".formatted(rank, where);
    }
    if (other == 0) {
      return "rank %d and the origin %s disagree%s".formatted(rank, plan.origin().uri(), where);
    }
    return "rank %d and rank %d disagree%s"
        .formatted(Math.min(rank, other), Math.max(rank, other), where);
  }
}
