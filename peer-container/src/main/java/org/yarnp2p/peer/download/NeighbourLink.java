package org.yarnp2p.peer.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.concurrent.Backoff;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerProtocol;
import org.yarnp2p.protocol.PeerProtocol.Introduction;

/**
 * What one neighbour is told: first all that this peer holds, then each new segment. There is one
 * call at a time, and an interval between two; what is new meanwhile goes together into the next.
 * After a failure it begins again with all. Thread-safe.
 */
final class NeighbourLink {
  private static final Logger LOG = LoggerFactory.getLogger(NeighbourLink.class);

  /** Segments in one call. */
  private static final int MOST_AT_ONCE = 8192;

  private final Member self;
  private final Member neighbour;
  private final PeerDirectory peers;
  private final Supplier<List<Holding>> holdings;
  private final Backoff backoff;
  private final long intervalNanos;
  private final Executor calls;
  private final ScheduledExecutorService timer;

  /** Told next; a segment is in it once. */
  private final Set<SegmentRef> pending = new LinkedHashSet<>();

  /** What the neighbour was told in the last introduction, and caught up with since. */
  private List<Holding> told = List.of();

  /** Completes when the first introduction was heard, or failed. */
  private final CompletableFuture<Void> met = new CompletableFuture<>();

  private boolean greet = true;
  private boolean busy;

  /** Whether the interval after the last call is not over; the timer knows when it is. */
  private boolean resting;

  private boolean closed;
  private int failures;

  /**
   * @param holdings what this peer holds now
   * @param intervalMillis between the beginnings of two announcements, in ms
   * @param calls runs one call at a time for each neighbour
   * @param timer starts again after a failure, and after the interval
   */
  NeighbourLink(
      Member self,
      Member neighbour,
      PeerDirectory peers,
      Supplier<List<Holding>> holdings,
      Backoff backoff,
      long intervalMillis,
      Executor calls,
      ScheduledExecutorService timer) {
    this.self = self;
    this.neighbour = neighbour;
    this.peers = peers;
    this.holdings = holdings;
    this.backoff = backoff;
    intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    this.calls = calls;
    this.timer = timer;
  }

  Member neighbour() {
    return neighbour;
  }

  /**
   * Completes when the neighbour has heard the first introduction, or that has failed; it is
   * repeated all the same.
   */
  CompletableFuture<Void> met() {
    return met;
  }

  /** Begins with the introduction. */
  synchronized void open() {
    work();
  }

  /** These are new here. */
  synchronized void announce(List<SegmentRef> segments) {
    pending.addAll(segments);
    announcePending();
  }

  /** Announces what is held now and was not yet when the neighbour was told. */
  synchronized void catchUp() {
    if (told.isEmpty()) {
      return; // the introduction is still to come
    }
    Map<Integer, BitSet> known = new HashMap<>();
    told.forEach(holding -> known.put(holding.file(), holding.segments()));
    told = holdings.get();
    for (Holding holding : told) {
      BitSet fresh = (BitSet) holding.segments().clone();
      fresh.andNot(known.getOrDefault(holding.file(), new BitSet()));
      announce(
          fresh.stream().mapToObj(segment -> new SegmentRef(holding.file(), segment)).toList());
    }
  }

  /** No further calls. */
  synchronized void close() {
    closed = true;
  }

  private void announcePending() {
    if (!greet && !resting && !pending.isEmpty()) {
      work();
    }
  }

  private synchronized void work() {
    if (!busy && !closed) {
      busy = true;
      calls.execute(this::callUntilIdle);
    }
  }

  private void callUntilIdle() {
    try {
      while (callOnce()) {
        succeeded();
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /** False when there is nothing to tell. */
  private boolean callOnce() throws IOException {
    List<SegmentRef> batch;
    synchronized (this) {
      if (closed || (!greet && (resting || pending.isEmpty()))) {
        busy = false;
        return false;
      }
      batch = greet ? List.of() : nextBatch();
      if (greet) {
        pending.clear(); // all of it is among the holdings
      } else {
        rest();
      }
    }
    PeerProtocol peer = peers.peer(neighbour.rank());
    if (batch.isEmpty()) {
      greet(peer);
    } else {
      peer.have(self, batch);
    }
    return true;
  }

  /** The next announcement is to wait. */
  private void rest() {
    if (intervalNanos > 0) {
      resting = true;
      var unused = timer.schedule(this::rested, intervalNanos, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void rested() {
    resting = false;
    announcePending();
  }

  /**
   * What the neighbour answers is not used: it says the same in its own introduction, whose order
   * with its announcements is certain. An answer could overtake these and take them back.
   */
  private void greet(PeerProtocol peer) throws IOException {
    List<Holding> mine = holdings.get();
    peer.hello(new Introduction(self, mine));
    synchronized (this) {
      told = mine;
      catchUp();
    }
  }

  private List<SegmentRef> nextBatch() {
    List<SegmentRef> batch = new ArrayList<>();
    var next = pending.iterator();
    while (next.hasNext() && batch.size() < MOST_AT_ONCE) {
      batch.add(next.next());
      next.remove();
    }
    return batch;
  }

  private void succeeded() {
    synchronized (this) {
      greet = false;
      failures = 0;
    }
    met.complete(null);
  }

  private void failed(Exception e) {
    repeatLater(e);
    met.complete(null);
  }

  private synchronized void repeatLater(Exception e) {
    busy = false;
    greet = true;
    failures++;
    if (closed) {
      return;
    }
    long pause = backoff.millis(failures);
    LOG.info("{} did not hear us, again in {} ms: {}", neighbour, pause, e.toString());
    var unused = timer.schedule(this::work, pause, TimeUnit.MILLISECONDS);
  }
}
