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
 * @param checked segments doubted by others that the peer has hashed again
 * @param withdrawn segments that the peer does not hold any more, since their bytes have gone bad
 * @param hopeless why nobody can finish the job; null when it can be
 * @param number from 1, one more for each report of a peer's life that is sent when the one before
 *     has been answered; a copy that comes later than the next report says nothing any more. 0
 *     where the order does not matter
 */
public record Report(
    List<Acquired> acquired,
    List<Integer> finished,
    boolean complete,
    List<Complaint> complaints,
    List<SegmentRef> unread,
    List<SegmentRef> checked,
    List<SegmentRef> withdrawn,
    String hopeless,
    long number) {
  /**
   * Reports of the exchange have higher numbers, those that tell before what an earlier life has
   * left have lower ones.
   */
  public static final long EXCHANGE = 1L << 32;

  /** Copies the lists. */
  public Report {
    acquired = List.copyOf(acquired);
    finished = List.copyOf(finished);
    complaints = List.copyOf(complaints);
    unread = List.copyOf(unread);
    checked = List.copyOf(checked);
    withdrawn = List.copyOf(withdrawn);
  }

  /** Of a peer that nobody doubts. */
  public Report(
      List<Acquired> acquired,
      List<Integer> finished,
      boolean complete,
      List<Complaint> complaints,
      List<SegmentRef> unread) {
    this(acquired, finished, complete, complaints, unread, List.of(), List.of(), null, 0);
  }

  /** Of a peer whose reads went well. */
  public Report(
      List<Acquired> acquired,
      List<Integer> finished,
      boolean complete,
      List<Complaint> complaints) {
    this(acquired, finished, complete, complaints, List.of());
  }

  /** The same, of a peer that has heard meanwhile that it lacks something. */
  public Report notComplete() {
    return new Report(
        acquired, finished, false, complaints, unread, checked, withdrawn, hopeless, number);
  }

  /** The same with a number. */
  public Report numbered(long itsNumber) {
    return new Report(
        acquired, finished, complete, complaints, unread, checked, withdrawn, hopeless, itsNumber);
  }

  /** Of a peer that has hashed doubted segments again. */
  public static Report recheck(List<SegmentRef> checked, List<SegmentRef> withdrawn) {
    return new Report(
        List.of(), List.of(), false, List.of(), List.of(), checked, withdrawn, null, 0);
  }

  /** Of a peer that knows why nobody can finish the job. */
  public static Report hopeless(String why) {
    return new Report(
        List.of(), List.of(), false, List.of(), List.of(), List.of(), List.of(), why, 0);
  }
}
