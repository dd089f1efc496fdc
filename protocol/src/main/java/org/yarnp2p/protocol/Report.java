package org.yarnp2p.protocol;

import java.util.List;

/**
 * What has happened at a peer since its last report.
 *
 * @param acquired segments verified and stored
 * @param finished ids of the wanted files whose output is written
 * @param complete whether all wanted files are written
 * @param complaints bad bytes received
 */
public record Report(
    List<Acquired> acquired, List<Integer> finished, boolean complete, List<Complaint> complaints) {
  /** Copies the lists. */
  public Report {
    acquired = List.copyOf(acquired);
    finished = List.copyOf(finished);
    complaints = List.copyOf(complaints);
  }
}
