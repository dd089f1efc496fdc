package org.yarnp2p.bench.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Neighbour;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SwarmFile;
import org.yarnp2p.peer.swarm.SwarmSettings;
import org.yarnp2p.peer.swarm.SwarmState;
import org.yarnp2p.peer.swarm.UploadSlots;
import org.yarnp2p.protocol.Acquired;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.Report;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.tracker.PeerView;

/**
 * One peer of a simulated swarm: the product's decisions with virtual I/O around them, and the
 * invariants that must hold whatever they decide.
 */
final class SimulatedPeer {
  /** Id of the one file. */
  static final int FILE = 0;

  private static final int UPLOAD_SLOTS = 4;
  private static final SwarmSettings SETTINGS = new SwarmSettings(4, 2, 1 << 16, 64L << 20, 2);
  private static final long REPORT_NANOS = 100_000_000;

  private final int host;
  private final Member member;
  private final boolean seed;
  private final FileShape shape;
  private final List<Digest> digests;
  private final VirtualTime time;
  private final Network network;
  private final SimulatedTracker tracker;
  private final Map<Rank, SimulatedPeer> others;
  private final SwarmState state;
  private final UploadSlots slots = new UploadSlots(UPLOAD_SLOTS, SETTINGS.requestsPerSource());
  private final BitSet held = new BitSet();
  private final Map<Long, Action.Fetch> open = new HashMap<>();
  private final Set<Rank> neighbours = new HashSet<>();

  /** Answers to each asker, which travel one after the other. */
  private final Map<Rank, Queue<Runnable>> answers = new HashMap<>();

  private final List<Acquired> unreported = new ArrayList<>();
  private boolean started;
  private boolean reportDue;
  private long wakeAt = Long.MAX_VALUE;
  private long sentBytes;
  private long finishedAt = -1;

  /**
   * @param host index of its host
   * @param digests of the file's segments
   * @param others all peers by rank
   */
  SimulatedPeer(
      int host,
      boolean seed,
      FileShape shape,
      List<Digest> digests,
      VirtualTime time,
      Network network,
      SimulatedTracker tracker,
      Map<Rank, SimulatedPeer> others,
      RandomGenerator random) {
    this.host = host;
    this.member = new Member(Rank.peer(host + 1), 1);
    this.seed = seed;
    this.shape = shape;
    this.digests = digests;
    this.time = time;
    this.network = network;
    this.tracker = tracker;
    this.others = others;
    held.set(0, shape.segmentCount(), seed);
    state = new SwarmState(SETTINGS, random);
  }

  Member member() {
    return member;
  }

  /** When the file was complete, in ns; -1 before, and for the seed. */
  long finishedAt() {
    return finishedAt;
  }

  long sentBytes() {
    return sentBytes;
  }

  void join() {
    tracker.join(
        this,
        new JoinRequest(
            member,
            new Endpoint("host" + host, 1),
            seed ? List.of(new HeldFile(FILE, shape, digests)) : List.of(),
            seed ? List.of() : List.of(FILE),
            List.of()));
  }

  /** The tracker's answer to the peer's watch. */
  void seen(PeerView view) {
    if (view.phase() == SwarmPhase.DRAIN) {
      tracker.leave(member);
      return;
    }
    if (view.phase() != SwarmPhase.EXCHANGE) {
      return;
    }
    if (!started) {
      started = true;
      apply(new Event.FilesDescribed(List.of(new SwarmFile(FILE, shape, !seed, held, false))));
    }
    List<Neighbour> named =
        view.neighbours().stream()
            .map(other -> new Neighbour(other.member().rank(), Neighbour.ELSEWHERE))
            .toList();
    apply(new Event.NeighboursChanged(named));
    named.stream().map(Neighbour::rank).filter(neighbours::add).forEach(this::introduce);
  }

  private void introduce(Rank to) {
    Holding mine = new Holding(FILE, (BitSet) held.clone());
    tell(others.get(to), new Event.Introduced(member.rank(), List.of(mine)));
  }

  /** A message that waits at a peer which has not heard of the open gate yet. */
  private void tell(SimulatedPeer other, Event event) {
    network.message(
        () -> {
          if (other.started) {
            other.apply(event);
          } else {
            tell(other, event);
          }
        });
  }

  private void apply(Event event) {
    state.apply(event, time.now()).forEach(this::perform);
    check(
        state.bytesInFlight() <= SETTINGS.maxBytesInFlight() + Scenario.SEGMENT_BYTES,
        "too many bytes in flight");
  }

  private void perform(Action action) {
    if (action instanceof Action.Fetch fetch) {
      open.put(fetch.request(), fetch);
      fetch.segments().forEach(this::checkAskedAtMostTwice);
      network.message(() -> others.get(fetch.source()).serve(this, fetch));
    } else if (action instanceof Action.Cancel cancel) {
      end(cancel.request(), new Outcome.Done());
    } else if (action instanceof Action.Announce announce) {
      announce(announce);
    } else if (action instanceof Action.FileFinished) {
      finishedAt = time.now();
      report();
    } else if (action instanceof Action.WakeAt wake) {
      wakeAt(wake.nanos());
    } else {
      throw new IllegalStateException("in a swarm of honest peers without origin: " + action);
    }
  }

  private void announce(Action.Announce announce) {
    int segment = announce.segment().segment();
    check(held.get(segment), "segment " + segment + " is announced before it is stored");
    for (Rank to : announce.to()) {
      tell(others.get(to), new Event.Announced(member.rank(), List.of(announce.segment())));
    }
    unreported.add(new Acquired(announce.segment(), digests.get(segment)));
    if (!reportDue) {
      reportDue = true;
      time.after(REPORT_NANOS, this::report);
    }
  }

  private void report() {
    reportDue = false;
    if (unreported.isEmpty()) {
      return; // the last report was sent at once
    }
    boolean complete = state.complete();
    Report report =
        new Report(unreported, complete ? List.of(FILE) : List.of(), complete, List.of());
    unreported.clear();
    network.message(() -> tracker.report(member, report));
  }

  private void wakeAt(long nanos) {
    if (nanos < wakeAt || wakeAt <= time.now()) {
      wakeAt = nanos;
      time.at(
          nanos,
          () -> {
            if (wakeAt == nanos) {
              wakeAt = Long.MAX_VALUE;
              apply(new Event.Tick());
            }
          });
    }
  }

  private void serve(SimulatedPeer asker, Action.Fetch fetch) {
    if (slots.acquire(asker.member.rank(), time.now()) instanceof UploadSlots.Decision.Busy busy) {
      Outcome outcome = new Outcome.Busy(busy.retryAfterMillis());
      network.message(() -> asker.end(fetch.request(), outcome));
      return;
    }
    check(slots.inUse() <= UPLOAD_SLOTS, "more peers are served than there are slots");
    fetch.segments().forEach(s -> check(held.get(s.segment()), s + " is not held"));
    long grantedAt = time.now();
    Queue<Runnable> queue = answers.computeIfAbsent(asker.member.rank(), r -> new ArrayDeque<>());
    queue.add(() -> send(asker, fetch, grantedAt, queue));
    if (queue.size() == 1) {
      queue.peek().run();
    }
  }

  private void send(
      SimulatedPeer asker, Action.Fetch fetch, long grantedAt, Queue<Runnable> queue) {
    long bytes = 0;
    for (SegmentRef segment : fetch.segments()) {
      bytes += shape.segmentLength(segment.segment());
    }
    sentBytes += bytes;
    network.send(
        host,
        asker.host,
        bytes,
        () -> {
          asker.receive(fetch);
          network.message(() -> slots.release(asker.member.rank(), grantedAt, time.now()));
          queue.poll();
          if (!queue.isEmpty()) {
            queue.peek().run();
          }
        });
  }

  private void receive(Action.Fetch fetch) {
    for (SegmentRef segment : fetch.segments()) {
      held.set(segment.segment());
      apply(new Event.SegmentStored(fetch.request(), segment));
    }
    end(fetch.request(), new Outcome.Done());
  }

  private void end(long request, Outcome outcome) {
    if (open.remove(request) != null) {
      apply(new Event.RequestEnded(request, outcome));
    }
  }

  private void checkAskedAtMostTwice(SegmentRef segment) {
    long requests = open.values().stream().filter(f -> f.segments().contains(segment)).count();
    check(requests <= 2, segment + " is asked for " + requests + " times at once");
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(member + " at " + time.now() + " ns: " + otherwise);
    }
  }
}
