package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
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
  private List<SegmentRef> checked = new ArrayList<>();
  private List<SegmentRef> withdrawn = new ArrayList<>();

  /** Run when nothing is left to tell. */
  private List<Runnable> settled = new ArrayList<>();

  /** Wanted files of which all segments are here and not yet all reported. */
  private final Set<Integer> finishing = new TreeSet<>();

  /** Wanted files that were ever reported as finished, and have not lost a segment since. */
  private final Set<Integer> finished = new TreeSet<>();

  /** All segments that were withdrawn and have not come again. */
  private final Set<SegmentRef> gone = new LinkedHashSet<>();

  /** All complaints after which nothing was taken from a source any more. */
  private final List<Complaint> bans = new ArrayList<>();

  /** Whether the tracker may not know that nothing is missing. */
  private boolean unsaid;

  private long number = Report.EXCHANGE;
  private boolean busy;
  private boolean due;

  Reporting(Life owner) {
    this.owner = owner;
  }

  void acquired(Acquired segment) {
    gone.remove(segment.segment());
    acquired.add(segment);
    later();
  }

  void complain(Action.Complain complain) {
    Complaint said = new Complaint(complain.source(), complain.segment(), complain.ban());
    complaints.add(said);
    if (said.ban()) {
      bans.add(said);
    }
    later();
  }

  void unread(SegmentRef segment) {
    unread.add(segment);
    later();
  }

  /** Doubted segments have been looked at; of these some are not held any more. */
  void rechecked(List<SegmentRef> looked, List<SegmentRef> bad) {
    checked.addAll(looked);
    withdrawn.addAll(bad);
    gone.addAll(bad);
    bad.forEach(segment -> reopened(segment.file()));
    // With what is withdrawn the tracker takes back that all is complete.
    unsaid |= !bad.isEmpty() && owner.state().complete();
    send();
  }

  private void reopened(int file) {
    finishing.remove(file);
    finished.remove(file);
  }

  /** A tracker that knows nothing of it yet hears what is here. */
  void tellAgain(List<Acquired> held) {
    checked.addAll(gone);
    withdrawn.addAll(gone);
    acquired.addAll(held);
    bans.stream().filter(ban -> !complaints.contains(ban)).forEach(complaints::add);
    finishing.addAll(finished);
    unsaid = owner.state().complete();
    send();
  }

  /** Runs when the tracker has answered to all that it was to be told. */
  void settled(Runnable then) {
    settled.add(then);
    send();
  }

  boolean hasFinished(int file) {
    return finished.contains(file);
  }

  void finished(Collection<Integer> files) {
    finishing.addAll(files);
    finished.addAll(files);
    send();
  }

  /** There is nothing to write any more. */
  void lost(int file) {
    finishing.remove(file);
    unsaid = true;
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
    if (!checked.isEmpty()) {
      Report report = Report.recheck(checked, withdrawn);
      checked = new ArrayList<>();
      withdrawn = new ArrayList<>();
      send(report);
    } else if (!acquired.isEmpty() || !complaints.isEmpty() || !unread.isEmpty()) {
      Report report = new Report(acquired, List.of(), false, complaints, unread);
      acquired = new ArrayList<>();
      complaints = new ArrayList<>();
      unread = new ArrayList<>();
      send(report);
    } else if (!finishing.isEmpty() || unsaid) {
      finishing.forEach(owner.fates()::wrote);
      boolean complete = owner.state().complete();
      List<Integer> written = List.copyOf(complete ? finished : finishing);
      unsaid = false;
      finishing.clear();
      send(new Report(List.of(), written, complete, List.of()));
    } else {
      List<Runnable> told = settled;
      settled = new ArrayList<>();
      told.forEach(Runnable::run);
    }
  }

  private void send(Report report) {
    busy = true;
    number++;
    Report numbered = report.numbered(number);
    TrackerLine line = owner.line();
    line.<ReportOutcome>persist(
        tracker -> tracker.decide(on -> on.report(owner.member(), numbered)),
        outcome -> {
          if (outcome.refused().isEmpty()) {
            sent();
          } else {
            outcome.refused().forEach(segment -> reopened(segment.file()));
            owner.disowned(outcome.refused(), this::sent);
          }
        });
  }

  private void sent() {
    busy = false;
    send();
  }
}
