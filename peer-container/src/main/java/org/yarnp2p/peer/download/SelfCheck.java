package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.progress.Progress;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.store.SourceChangedException;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.protocol.Acquired;

/**
 * Hashes this peer's own copies of segments that others doubt, or that could not be read. What has
 * gone bad, be it before this life of the rank hashed it, is held no more; if it is wanted it is
 * fetched again. Thread-safe.
 */
final class SelfCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);

  private final Rank self;
  private final SharedFiles files;
  private final TrackerReporter reporter;
  private final EventQueue events;
  private final Progress progress;
  private final Listener listener;
  private final Executor thread;
  private final Set<SegmentRef> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Who is told, by the checking thread.
   *
   * @param reopened told the id of each wanted file that lacks a segment again, before anybody else
   *     is
   * @param dropped run when segments are not held any more
   * @param failure told what this peer cannot live with
   */
  record Listener(IntConsumer reopened, Runnable dropped, Consumer<Exception> failure) {}

  /**
   * @param thread hashes
   */
  SelfCheck(
      Rank self,
      SharedFiles files,
      TrackerReporter reporter,
      EventQueue events,
      Progress progress,
      Listener listener,
      Executor thread) {
    this.self = self;
    this.files = files;
    this.reporter = reporter;
    this.events = events;
    this.progress = progress;
    this.listener = listener;
    this.thread = thread;
  }

  /** Returns at once. A segment that is being checked already is not checked twice. */
  void doubted(Collection<SegmentRef> segments) {
    List<SegmentRef> fresh = fresh(segments);
    if (!fresh.isEmpty()) {
      checkSoon(fresh, () -> {});
    }
  }

  /**
   * The same.
   *
   * @param checked run by the checking thread after those that were not being checked already; not
   *     when this peer fails
   */
  void doubted(Collection<SegmentRef> segments, Runnable checked) {
    checkSoon(fresh(segments), checked);
  }

  private List<SegmentRef> fresh(Collection<SegmentRef> segments) {
    return segments.stream().filter(underWay::add).toList();
  }

  private void checkSoon(List<SegmentRef> segments, Runnable checked) {
    // First the tracker has to know that they were held.
    // Not thenRunAsync, which would keep an Error to itself.
    var unused = reporter.settled().thenRun(() -> thread.execute(() -> check(segments, checked)));
  }

  private void check(List<SegmentRef> segments, Runnable checked) {
    try {
      if (!segments.isEmpty()) {
        check(segments);
      }
      checked.run();
    } catch (SourceChangedException e) {
      reporter.hopeless(e.getMessage());
    } catch (IOException | RuntimeException e) {
      listener.failure().accept(e);
    }
  }

  private void check(List<SegmentRef> segments) throws IOException {
    List<SegmentRef> bad = new ArrayList<>();
    for (SegmentRef segment : segments) {
      if (isBad(segment)) {
        bad.add(segment);
      }
    }
    mustBeReparable(bad);
    bad.forEach(this::drop);
    // Before the tracker knows: it may doubt them anew with its answer.
    segments.forEach(underWay::remove);
    // Before they are fetched again: what is acquired then must not be withdrawn afterwards.
    reporter.rechecked(segments, bad);
    // A second copy that was on its way may have been faster than that.
    bad.forEach(this::tellIfHeld);
    if (!bad.isEmpty()) {
      events.put(new Event.Disowned(bad));
      listener.dropped().run();
    }
  }

  private void tellIfHeld(SegmentRef segment) {
    files
        .get(segment.file())
        .store()
        .digest(segment.segment())
        .ifPresent(digest -> reporter.acquired(new Acquired(segment, digest)));
  }

  private boolean isBad(SegmentRef segment) throws IOException {
    SharedFile file = files.get(segment.file());
    if (file == null || !file.holds(segment.segment())) {
      return false;
    }
    if (!file.isAltered(segment.segment()) && isSound(segment, file.store())) {
      return false;
    }
    if (closed) {
      return false; // the disk does not fail: its files are closed
    }
    mustBeUnchanged(file.store());
    LOG.error("{}; see that disk", hasGoneBad(segment));
    return true;
  }

  private String hasGoneBad(SegmentRef segment) {
    SharedFile file = files.get(segment.file());
    return "%s: its copy of segment %d of %s in %s has gone bad since it was verified"
        .formatted(self, segment.segment() + 1, file.plan().name(), file.store());
  }

  /** What is wanted and only read is copied by the next life, as far as it is right. */
  private void mustBeReparable(List<SegmentRef> bad) throws IOException {
    Optional<SegmentRef> lasting = bad.stream().filter(this::isLasting).findFirst();
    if (lasting.isPresent()) {
      // That life must not believe them too.
      bad.forEach(segment -> files.get(segment.file()).store().discard(segment.segment()));
      throw new IOException(
          hasGoneBad(lasting.get()) + ", and it cannot be repaired there; see that disk");
    }
  }

  private boolean isLasting(SegmentRef segment) {
    SharedFile file = files.get(segment.file());
    return file.wanted() && !file.store().takesSegments();
  }

  private boolean isSound(SegmentRef segment, SegmentStore store) {
    try {
      return store.isSound(segment.segment());
    } catch (IOException e) {
      LOG.warn("{} cannot read {} in {}", self, segment, store, e);
      return false;
    }
  }

  private void mustBeUnchanged(SegmentStore store) throws SourceChangedException {
    try {
      store.mustBeUnchanged();
    } catch (SourceChangedException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("{} cannot see whether {} is still the same", self, store, e);
    }
  }

  /** The stores are about to be closed: what cannot be read from now on has not gone bad. */
  void close() {
    closed = true;
  }

  /** A segment is not held any more: its file, if it is wanted, is not finished after all. */
  void drop(SegmentRef segment) {
    SharedFile file = files.get(segment.file());
    boolean held = file.store().discard(segment.segment());
    if (file.wanted()) {
      // After that: whoever writes the output now either lacks the segment or hears of this.
      listener.reopened().accept(segment.file());
      reporter.reopened(segment.file());
    }
    if (held && file.wanted()) {
      progress.acquired(segment.file(), -file.shape().segmentLength(segment.segment()));
    }
  }
}
