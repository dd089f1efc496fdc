package org.yarnp2p.peer.download;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;

/** What is gathered for the tracker until the next report. For one lock. */
final class ReportBatch {
  /** Segments in one call. */
  static final int MOST_AT_ONCE = 8192;

  final List<Acquired> acquired = new ArrayList<>();
  final List<Integer> finished = new ArrayList<>();
  final List<Complaint> complaints = new ArrayList<>();
  final List<SegmentRef> unread = new ArrayList<>();
  final List<SegmentRef> checked = new ArrayList<>();
  final List<SegmentRef> withdrawn = new ArrayList<>();
  boolean complete;

  /** Null when the job can be finished. */
  String hopeless;

  /** Completes when the tracker has answered. */
  final CompletableFuture<Void> answered = new CompletableFuture<>();

  boolean isEmpty() {
    return acquired.isEmpty()
        && finished.isEmpty()
        && complaints.isEmpty()
        && unread.isEmpty()
        && checked.isEmpty()
        && hopeless == null
        && !complete;
  }

  /**
   * What is withdrawn may be among what is acquired again, so it comes first. Files are reported as
   * finished after the last of their segments, in the last of the reports.
   */
  List<Report> reports() {
    List<Report> reports = new ArrayList<>();
    if (hopeless != null) {
      reports.add(Report.hopeless(hopeless));
    }
    if (!checked.isEmpty()) {
      reports.add(Report.recheck(checked, withdrawn));
    }
    int from = 0;
    for (; acquired.size() - from > MOST_AT_ONCE; from += MOST_AT_ONCE) {
      reports.add(
          new Report(acquired.subList(from, from + MOST_AT_ONCE), List.of(), false, List.of()));
    }
    reports.add(
        new Report(
            acquired.subList(from, acquired.size()), finished, complete, complaints, unread));
    return reports;
  }
}
