package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.SegmentRef;

/**
 * What has happened at a peer since its last report.
 *
 * @param acquired segments verified and stored
 * @param finished ids of the wanted files whose output is written
 * @param complete whether all wanted files are written
 * @param complaints bad bytes received
 * @param unread segments that the peer had claimed to read from their origin and could not: another
 *     may
 */
public record Report(
    List<Acquired> acquired,
    List<Integer> finished,
    boolean complete,
    List<Complaint> complaints,
    List<SegmentRef> unread) {
  /** Copies the lists. */
  public Report {
    acquired = List.copyOf(acquired);
    finished = List.copyOf(finished);
    complaints = List.copyOf(complaints);
    unread = List.copyOf(unread);
  }

  /** Of a peer whose reads went well. */
  public Report(
      List<Acquired> acquired,
      List<Integer> finished,
      boolean complete,
      List<Complaint> complaints) {
    this(acquired, finished, complete, complaints, List.of());
  }
}
