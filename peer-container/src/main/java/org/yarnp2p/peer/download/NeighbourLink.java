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
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.PeerProtocol.Introduction;

/**
 * What one neighbour is told: first all that this peer holds, then each new segment, on the
 * connection to it or else by calls. There is one call or introduction at a time, and an interval
 * between two announcements; what is new meanwhile goes together into the next. After a failure it
 * begins again with all. Thread-safe.
 */
final class NeighbourLink {
  private static final Logger LOG = LoggerFactory.getLogger(NeighbourLink.class);

  /** Segments in one announcement. */
  private static final int MOST_AT_ONCE = 4096;

  private final Member self;
  private final Member neighbour;
  private final Outlets outlets;
  private final Supplier<List<Holding>> holdings;
  private final Pace pace;
  private final Executor calls;
  private final ScheduledExecutorService timer;

  /** Told next; a segment is in it once. */
  private final Set<SegmentRef> pending = new LinkedHashSet<>();

  /** What the neighbour was told in the last introduction, and caught up with since. */
  private List<Holding> told = List.of();

  /** Completes when the first introduction was heard, or failed. */
  private final CompletableFuture<Void> met = new CompletableFuture<>();

  private boolean greet = true;

  /** Whether something is being told that the next has to wait for. */
  private boolean busy;

  /** Whether that is an introduction on the connection. */
  private boolean awaitsWelcome;

  /** No announcement before this time, in ns. */
  private long restsUntil;

  /** Whether the timer is to announce what is pending. */
  private boolean timed;

  private boolean closed;
  private int failures;

  /**
   * Ways to a neighbour.
   *
   * @param callsToo whether it will be called all the same, for small segments: then the first call
   *     is made when the two meet, since it costs a handshake
   */
  record Outlets(PeerDirectory calls, Announcements connections, boolean callsToo) {}

  /**
   * @param holdings what this peer holds now
   * @param calls runs one call at a time for each neighbour
   * @param timer starts again after a failure, and after the interval
   */
  NeighbourLink(
      Member self,
      Member neighbour,
      Outlets outlets,
      Supplier<List<Holding>> holdings,
      Pace pace,
      Executor calls,
      ScheduledExecutorService timer) {
    this.self = self;
    this.neighbour = neighbour;
    this.outlets = outlets;
    this.holdings = holdings;
    this.pace = pace;
    this.calls = calls;
    this.timer = timer;
    restsUntil = pace.nanoClock().getAsLong();
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

  /** Says everything again. */
  synchronized void introduceAgain() {
    greet = true;
    work();
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
    if (greet || busy || closed || pending.isEmpty()) {
      return;
    }
    long wait = restsUntil - pace.nanoClock().getAsLong();
    if (wait > 0) {
      if (!timed) {
        timed = true;
        var unused = timer.schedule(this::rested, wait, TimeUnit.NANOSECONDS);
      }
      return;
    }
    List<SegmentRef> batch = nextBatch();
    if (outlets.connections().announce(neighbour.rank(), batch, this::lost)) {
      rest(pace.onConnectionMillis());
      announcePending(); // what is left waits for the timer
    } else {
      pending.addAll(batch);
      work();
    }
  }

  private void rest(long millis) {
    restsUntil = pace.nanoClock().getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private synchronized void rested() {
    timed = false;
    announcePending();
  }

  /** The connection has ended, and nobody knows what the neighbour has heard. */
  private void lost() {
    synchronized (this) {
      idle();
    }
    repeatLater("the connection has ended");
    met.complete(null);
  }

  private synchronized void work() {
    if (!busy && !closed) {
      busy = true;
      calls.execute(this::tellUntilIdle);
    }
  }

  private void tellUntilIdle() {
    try {
      boolean due = true;
      while (due) {
        due = tellOnce();
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /** False when nothing is due, or the neighbour has to welcome this peer first. */
  private boolean tellOnce() throws IOException {
    List<SegmentRef> batch;
    synchronized (this) {
      boolean due = greet || restsUntil - pace.nanoClock().getAsLong() <= 0;
      if (closed || !due || (!greet && pending.isEmpty())) {
        busy = false;
        announcePending(); // at its time
        return false;
      }
      batch = greet ? List.of() : nextBatch();
      if (batch.isEmpty()) {
        greet = false;
        pending.clear(); // all of it is among the holdings
      } else {
        rest(pace.callsMillis());
      }
    }
    if (batch.isEmpty()) {
      return greet();
    }
    outlets.calls().peer(neighbour.rank()).have(self, batch);
    heard();
    return true;
  }

  /**
   * What the neighbour answers that it holds is not used: it says the same in its own introduction,
   * whose order with its announcements is certain. An answer could overtake these and take them
   * back.
   *
   * @return false when the neighbour has to welcome this peer first
   */
  private boolean greet() throws IOException {
    List<Holding> mine = holdings.get();
    Rank rank = neighbour.rank();
    if (outlets.callsToo()) {
      hello(rank, mine);
    }
    awaitsWelcome(true);
    boolean travels = outlets.connections().introduce(rank, mine, this::welcomed, this::lost);
    if (!travels) {
      awaitsWelcome(false);
      if (!outlets.callsToo()) {
        hello(rank, mine);
      }
      heard();
    }
    synchronized (this) {
      told = mine;
      catchUp();
    }
    return !travels;
  }

  private synchronized void awaitsWelcome(boolean now) {
    awaitsWelcome = now;
  }

  /** What was said on the connection is heard: the next may be told. */
  private void welcomed() {
    heard();
    synchronized (this) {
      idle();
      if (greet) {
        work();
      } else {
        announcePending();
      }
    }
  }

  private void idle() {
    busy &= !awaitsWelcome;
    awaitsWelcome = false;
  }

  private void hello(Rank rank, List<Holding> mine) throws IOException {
    outlets.calls().peer(rank).hello(new Introduction(self, mine));
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

  private void heard() {
    synchronized (this) {
      failures = 0;
    }
    met.complete(null);
  }

  private void failed(Exception e) {
    synchronized (this) {
      busy = false;
      awaitsWelcome = false;
    }
    repeatLater(e.toString());
    met.complete(null);
  }

  private synchronized void repeatLater(String reason) {
    greet = true;
    failures++;
    if (closed) {
      return;
    }
    long pause = pace.backoff().millis(failures);
    LOG.info("{} did not hear us, again in {} ms: {}", neighbour, pause, reason);
    var unused = timer.schedule(this::work, pause, TimeUnit.MILLISECONDS);
  }
}
