package org.yarnp2p.job;

import java.util.List;

/**
 * How a distribution stands or has ended. Which node has everything and which has not, and why, is
 * in the {@link JobReport.RankReport} of its rank.
 *
 * @param placement how one container per node is asked for, and why so; null without a cluster
 * @param minNodes how many nodes must have everything for success
 * @param completeNodes how many have
 * @param sourceBytes of all files together: F
 * @param originBytes read from the source by all ranks, those that are lost too
 * @param grantedBytes that the tracker has given to ranks to read
 * @param originCopies {@code originBytes} divided by F; null when F is 0
 * @param absent nodes that were asked for and could not take part, so that no rank is for them: a
 *     line for each, with the reason
 */
public record DistributionReport(
    String placement,
    int minNodes,
    int completeNodes,
    long sourceBytes,
    long originBytes,
    long grantedBytes,
    Double originCopies,
    List<String> absent) {
  /** Copies the list; an absent one becomes empty. */
  public DistributionReport {
    absent = absent == null ? List.of() : List.copyOf(absent);
  }

  /** With the quotient that follows. */
  public static DistributionReport of(
      String placement,
      int minNodes,
      int completeNodes,
      long sourceBytes,
      long originBytes,
      long grantedBytes,
      List<String> absent) {
    return new DistributionReport(
        placement,
        minNodes,
        completeNodes,
        sourceBytes,
        originBytes,
        grantedBytes,
        sourceBytes == 0 ? null : (double) originBytes / sourceBytes,
        absent);
  }
}
