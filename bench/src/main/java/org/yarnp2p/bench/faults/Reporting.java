package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.tracker.ReportOutcome;

/** What a peer tells the tracker: in batches, one at a time, each until it is answered. */
final class Reporting {
  private static final long INTERVAL_NANOS = 500_000_000L;

  private final Life owner;
  private List<Acquired> acquired = new ArrayList<>();
  private List<Complaint> complaints = new ArrayList<>();
  private List<SegmentRef> unread = new ArrayList<>();

  /** Wanted files of which all segments are here and not yet all reported. */
  private final Set<Integer> finishing = new TreeSet<>();

  private final Set<Integer> finished = new TreeSet<>();

  /** Whether fewer files are wanted since the last report. */
  private boolean fewer;

  private boolean busy;
  private boolean due;

  Reporting(Life owner) {
    this.owner = owner;
  }

  void acquired(Acquired segment) {
    acquired.add(segment);
    later();
  }

  void complain(Action.Complain complain) {
    complaints.add(new Complaint(complain.source(), complain.segment(), complain.ban()));
    later();
  }

  void unread(SegmentRef segment) {
    unread.add(segment);
    later();
  }

  void finished(int file) {
    finishing.add(file);
    send();
  }

  /** There is nothing to write any more. */
  void lost(int file) {
    finishing.remove(file);
    fewer = true;
    send();
  }

  private void later() {
    if (!due) {
      due = true;
      owner
          .process()
          .after(
              INTERVAL_NANOS,
              () -> {
                due = false;
                send();
              });
    }
  }

  private void send() {
    if (busy) {
      return;
    }
    if (!acquired.isEmpty() || !complaints.isEmpty() || !unread.isEmpty()) {
      Report report = new Report(acquired, List.of(), false, complaints, unread);
      acquired = new ArrayList<>();
      complaints = new ArrayList<>();
      unread = new ArrayList<>();
      send(report);
    } else if (!finishing.isEmpty() || fewer) {
      List<Integer> written = List.copyOf(finishing);
      fewer = false;
      finishing.clear();
      finished.addAll(written);
      send(new Report(List.of(), written, owner.state().complete(), List.of()));
    }
  }

  private void send(Report report) {
    busy = true;
    TrackerLine line = owner.line();
    line.<ReportOutcome>persist(
        tracker -> tracker.decide(on -> on.report(owner.member(), report)),
        outcome -> {
          if (outcome.refused().isEmpty()) {
            sent();
          } else {
            owner.disowned(outcome.refused(), this::sent);
          }
        });
  }

  private void sent() {
    busy = false;
    send();
  }
}
