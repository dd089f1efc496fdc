package org.yarnp2p.model;

/**
 * One life of one rank. A rank whose container is started again speaks with the next incarnation,
 * and messages of an older one are refused.
 *
 * @param rank whose life
 * @param incarnation 1 for the first container of the rank, then 2, 3, ...
 */
public record Member(Rank rank, int incarnation) {
  /**
   * @throws IllegalArgumentException when the incarnation is not positive
   */
  public Member {
    if (incarnation < 1) {
      throw new IllegalArgumentException("incarnations begin at 1, got " + incarnation);
    }
  }

  // By hand, as that of Rank.
  @Override
  public boolean equals(Object other) {
    return other instanceof Member that
        && incarnation == that.incarnation
        && rank.equals(that.rank);
  }

  @Override
  public int hashCode() {
    return 31 * rank.hashCode() + incarnation;
  }

  @Override
  public String toString() {
    return incarnation == 1 ? rank.toString() : rank + " (incarnation " + incarnation + ")";
  }
}
