package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Retry;
import org.yarnp2p.peer.concurrent.Worker;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.Complaint;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.TrackerProtocol;

/**
 * Tells the tracker what has happened here: gathered for the report interval, at once when a file
 * is finished. Nothing is lost while the tracker is away: it is told later. Thread-safe.
 */
public final class TrackerReporter {
  private final Member self;
  private final TrackerProtocol tracker;
  private final Retry retry;
  private final long intervalNanos;
  private final Disowned disowned;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Worker worker;
  private ReportBatch batch = new ReportBatch();

  /** Of the latest report; its thread only. */
  private long number = Report.EXCHANGE;

  /** Answered when all reports on their way are. */
  private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

  /** Ids of all files that were ever reported as finished, and whether all were. */
  private final List<Integer> finished = new ArrayList<>();

  /** All complaints after which nothing was taken from a source any more. */
  private final List<Complaint> bans = new ArrayList<>();

  /** All segments that were withdrawn and have not come again. */
  private final Set<SegmentRef> withdrawn = new LinkedHashSet<>();

  /** Ids of the files that are not waited for. */
  private final Set<Integer> lost = new HashSet<>();

  private boolean complete;
  private boolean urgent;
  private boolean closed;

  /** Takes segments whose digests are not what the tracker knows. */
  @FunctionalInterface
  public interface Disowned {
    /** Drops the segments. Called before the report counts as answered. */
    void drop(List<SegmentRef> segments) throws IOException, InterruptedException;
  }

  /**
   * @param retry repeats a report until the tracker has it
   * @param intervalMillis how long to gather, in ms
   * @param disowned told the segments whose digests are not what the tracker knows
   * @param failure told when the tracker stays away or refuses, and what else ends the reports
   *     early
   */
  public TrackerReporter(
      Member self,
      TrackerProtocol tracker,
      Retry retry,
      long intervalMillis,
      Disowned disowned,
      Consumer<Exception> failure) {
    this.self = self;
    this.tracker = tracker;
    this.retry = retry;
    intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.disowned = disowned;
    worker = new Worker("report", this::report, failure);
  }

  /** Begins to report. */
  public void start() {
    worker.start();
  }

  /** A segment has been verified and stored. */
  public void acquired(Acquired segment) {
    add(
        batch -> {
          withdrawn.remove(segment.segment());
          batch.acquired.add(segment);
        },
        false);
  }

  /** A source sent wrong bytes. */
  public void complain(Complaint complaint) {
    add(
        batch -> {
          batch.complaints.add(complaint);
          if (complaint.ban()) {
            bans.add(complaint);
          }
        },
        false);
  }

  /** A segment that the tracker gave to this peer to read could not be read. */
  public void unread(SegmentRef segment) {
    add(batch -> batch.unread.add(segment), true);
  }

  /**
   * Doubted segments have been hashed again.
   *
   * @param gone those of them that are not held any more
   */
  public void rechecked(List<SegmentRef> checked, List<SegmentRef> gone) {
    add(
        batch -> {
          batch.checked.addAll(checked);
          batch.withdrawn.addAll(gone);
          withdrawn.addAll(gone);
          // With what is withdrawn the tracker takes back that all is complete.
          batch.complete |= complete && !gone.isEmpty();
        },
        true);
  }

  /** Nobody can finish the job, for this reason: the tracker will end it. */
  public void hopeless(String why) {
    add(batch -> batch.hopeless = why, true);
  }

  /** A wanted file's output is written. */
  public void finished(int file) {
    add(
        batch -> {
          finished.add(file);
          batch.finished.add(file);
        },
        true);
  }

  /** A wanted file is lost: nothing is to be said of it any more. Before all is complete. */
  public void lost(int file) {
    lock.lock();
    try {
      lost.add(file);
    } finally {
      lock.unlock();
    }
  }

  /** A wanted file lacks a segment again: what was said of it is not true any more. */
  void reopened(int file) {
    lock.lock();
    try {
      if (lost.contains(file)) {
        return; // nobody waits for it
      }
      finished.remove((Integer) file);
      batch.finished.remove((Integer) file);
      complete = false;
      batch.complete = false;
    } finally {
      lock.unlock();
    }
  }

  /** All wanted files' outputs are written. */
  public void complete() {
    add(
        batch -> {
          complete = true;
          batch.complete = true;
        },
        true);
  }

  /**
   * The tracker does not know what it was told: it is told again.
   *
   * @param held all segments that are here, or were until just now
   */
  public void tellAgain(List<Acquired> held) {
    add(
        batch -> {
          // Of what is held from the input a join says only what is hashed, and the rest is
          // awaited.
          batch.checked.addAll(withdrawn);
          batch.withdrawn.addAll(withdrawn);
          held.stream()
              .filter(segment -> !withdrawn.contains(segment.segment()))
              .forEach(batch.acquired::add);
          bans.stream()
              .filter(ban -> !batch.complaints.contains(ban))
              .forEach(batch.complaints::add);
          batch.finished.addAll(finished);
          batch.complete = complete;
        },
        true);
  }

  /** Completes when the tracker has answered to all that it was to be told so far. */
  public CompletableFuture<Void> settled() {
    lock.lock();
    try {
      if (batch.isEmpty()) {
        return sent;
      }
      urgent = true;
      changed.signal();
      return batch.answered;
    } finally {
      lock.unlock();
    }
  }

  /** Ends without reporting what is left. */
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    worker.close();
  }

  private void add(Consumer<ReportBatch> change, boolean atOnce) {
    lock.lock();
    try {
      boolean first = batch.isEmpty();
      change.accept(batch);
      urgent |= atOnce;
      if (first || atOnce) { // else the thread waits for more already
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void report() throws IOException, InterruptedException {
    for (ReportBatch next = gather(); next != null; next = gather()) {
      send(next);
    }
  }

  /** Waits for something to report, and then for more of it. */
  private ReportBatch gather() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (batch.isEmpty() && !closed) {
        changed.await();
      }
      long left = intervalNanos;
      while (!urgent && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return null;
      }
      ReportBatch full = batch;
      if (full.complete) {
        // Heard by a tracker that knows of no file yet, whatever is not named would be lost.
        full.finished.clear();
        full.finished.addAll(finished);
      }
      sent = full.answered;
      batch = new ReportBatch();
      urgent = false;
      return full;
    } finally {
      lock.unlock();
    }
  }

  private void send(ReportBatch full) throws IOException, InterruptedException {
    List<SegmentRef> refused = new ArrayList<>();
    for (Report report : full.reports()) {
      number++;
      Report told = (refused.isEmpty() ? report : report.notComplete()).numbered(number);
      refused.addAll(retry.call("a report", () -> tracker.report(self, told)));
    }
    if (!refused.isEmpty()) {
      disowned.drop(refused);
      add(next -> next.complete |= complete, true); // it was not heard
    }
    full.answered.complete(null);
  }
}
