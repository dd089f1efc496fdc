package org.yarnp2p.bench.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.yarnp2p.bench.figures.Series;
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
import org.yarnp2p.peer.swarm.SlotAnswer;
import org.yarnp2p.peer.swarm.SwarmFile;
import org.yarnp2p.peer.swarm.SwarmState;
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

  /** Of the progress. */
  private static final int SAMPLES = 128;

  private static final long REPORT_NANOS = 100_000_000;

  /** Until the ApplicationMaster knows that a container has ended, and has told the tracker. */
  private static final long LOSS_NANOS = 1_000_000_000;

  private final int host;
  private final Member member;
  private final boolean seed;
  private final FileShape shape;
  private final List<Digest> digests;
  private final World world;
  private final Policy policy;
  private final SwarmState state;
  private final Uploads uploads;
  private final BitSet held = new BitSet();
  private final Series progress = new Series(SAMPLES);

  /** Requests that are not over, with the segments that they still may bring. */
  private final Map<Long, Asked> asked = new HashMap<>();

  /** How many requests may bring each segment. */
  private final byte[] askedFor;

  private final Set<Rank> neighbours = new HashSet<>();
  private List<Acquired> unreported = new ArrayList<>();
  private boolean started;
  private boolean lost;
  private boolean reportDue;
  private long wakeAt = Long.MAX_VALUE;
  private long finishedAt = -1;

  private record Asked(Rank source, BitSet segments) {}

  /**
   * @param host index of its host
   * @param digests of the file's segments
   */
  SimulatedPeer(
      int host,
      boolean seed,
      FileShape shape,
      List<Digest> digests,
      World world,
      Policy policy,
      RandomGenerator random) {
    this.host = host;
    this.member = new Member(Rank.peer(host + 1), 1);
    this.seed = seed;
    this.shape = shape;
    this.digests = digests;
    this.world = world;
    this.policy = policy;
    held.set(0, shape.segmentCount(), seed);
    askedFor = new byte[shape.segmentCount()];
    state = new SwarmState(policy.swarm(), random);
    uploads = new Uploads(this, world, shape, policy, random);
  }

  int host() {
    return host;
  }

  Rank rank() {
    return member.rank();
  }

  Member member() {
    return member;
  }

  /** How many segments it has, over time. */
  Series progress() {
    return progress;
  }

  /** When the file was complete, in ns; -1 before, and for the seed. */
  long finishedAt() {
    return finishedAt;
  }

  /** Segments that it has. */
  int segments() {
    return held.cardinality();
  }

  long sentBytes() {
    return uploads.sentBytes();
  }

  void join() {
    world
        .tracker()
        .join(
            new JoinRequest(
                member,
                new Endpoint("host" + host, 1),
                seed ? List.of(new HeldFile(FILE, shape, digests)) : List.of(),
                seed ? List.of() : List.of(FILE),
                List.of()));
  }

  /**
   * Dies: says nothing and does nothing any more. Its neighbours see their connections break, the
   * tracker is told later.
   */
  void die() {
    lost = true;
    world.network().lose(host);
    for (Rank rank : neighbours) {
      SimulatedPeer other = world.peers().get(rank);
      world.network().message(() -> other.disconnected(rank()));
    }
    world.time().after(LOSS_NANOS, () -> world.tracker().lose(member));
  }

  boolean lost() {
    return lost;
  }

  private void disconnected(Rank other) {
    if (lost || !started) {
      return;
    }
    uploads.forget(other);
    apply(new Event.SlotAnswered(other, new SlotAnswer.Failed()));
    List<Long> broken =
        asked.entrySet().stream()
            .filter(request -> request.getValue().source().equals(other))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    broken.forEach(request -> end(request, new Outcome.Failed()));
  }

  /** The tracker's answer to the peer's watch. */
  void seen(PeerView view) {
    if (lost) {
      return;
    }
    if (view.phase() == SwarmPhase.DRAIN) {
      world.tracker().leave(member);
      return;
    }
    if (view.phase() != SwarmPhase.EXCHANGE) {
      return;
    }
    if (!started) {
      started = true;
      SwarmFile file = new SwarmFile(FILE, shape, !seed, held, false);
      apply(new Event.FilesDescribed(List.of(file)));
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
    tell(world.peers().get(to), new Event.Introduced(rank(), List.of(mine)));
  }

  /** A message that waits at a peer which has not heard of the open gate yet. */
  private void tell(SimulatedPeer other, Event event) {
    world
        .network()
        .message(
            () -> {
              if (other.started) {
                other.apply(event);
              } else {
                tell(other, event);
              }
            });
  }

  void apply(Event event) {
    if (lost) {
      return;
    }
    for (Action action : state.apply(event, world.time().now())) {
      perform(action);
    }
    check(
        state.bytesInFlight() <= policy.swarm().maxBytesInFlight() + shape.segmentSize(),
        "too many bytes in flight");
  }

  private void perform(Action action) {
    if (action instanceof Action.Announce announce) {
      announce(announce);
    } else if (action instanceof Action.Reserve reserve) {
      upload(reserve.source(), source -> source.uploads.want(rank()));
    } else if (action instanceof Action.Release release) {
      upload(release.source(), source -> source.uploads.release(rank()));
    } else if (action instanceof Action.Fetch fetch) {
      fetch(fetch);
    } else if (action instanceof Action.Cancel cancel) {
      end(cancel.request(), new Outcome.Done());
    } else if (action instanceof Action.FileFinished) {
      finishedAt = world.time().now();
      report();
    } else if (action instanceof Action.WakeAt wake) {
      wakeAt(wake.nanos());
    } else {
      throw new IllegalStateException("in a swarm of honest peers without origin: " + action);
    }
  }

  private void upload(Rank rank, java.util.function.Consumer<SimulatedPeer> call) {
    SimulatedPeer source = world.peers().get(rank);
    world
        .network()
        .message(
            () -> {
              if (!source.lost) {
                call.accept(source);
              } else {
                apply(new Event.SlotAnswered(rank, new SlotAnswer.Failed()));
              }
            });
  }

  private void fetch(Action.Fetch fetch) {
    BitSet segments = new BitSet();
    for (SegmentRef ref : fetch.candidates()) {
      segments.set(ref.segment());
      check(++askedFor[ref.segment()] <= 2, ref + " is asked for more than twice at once");
    }
    asked.put(fetch.request(), new Asked(fetch.source(), segments));
    SimulatedPeer source = world.peers().get(fetch.source());
    world
        .network()
        .message(
            () -> {
              if (source.lost) {
                end(fetch.request(), new Outcome.Failed());
              } else {
                source.uploads.serve(this, fetch);
              }
            });
  }

  private void announce(Action.Announce announce) {
    int segment = announce.segment().segment();
    check(held.get(segment), "segment " + segment + " is announced before it is stored");
    Event news = new Event.Announced(rank(), List.of(announce.segment()));
    for (Rank to : announce.to()) {
      tell(world.peers().get(to), news);
    }
    unreported.add(new Acquired(announce.segment(), digests.get(segment)));
    if (!reportDue) {
      reportDue = true;
      world.time().after(REPORT_NANOS, this::report);
    }
  }

  private void report() {
    reportDue = false;
    if (unreported.isEmpty() || lost) {
      return; // the last report was sent at once
    }
    boolean complete = state.complete();
    Report report =
        new Report(unreported, complete ? List.of(FILE) : List.of(), complete, List.of());
    unreported = new ArrayList<>();
    world.network().message(() -> world.tracker().report(member, report));
  }

  private void wakeAt(long nanos) {
    if (nanos < wakeAt || wakeAt <= world.time().now()) {
      wakeAt = nanos;
      world
          .time()
          .at(
              nanos,
              () -> {
                if (wakeAt == nanos) {
                  wakeAt = Long.MAX_VALUE;
                  apply(new Event.Tick());
                }
              });
    }
  }

  /** The source has chosen. */
  void bound(long request, List<SegmentRef> chosen, boolean kept) {
    Asked one = asked.get(request);
    if (one != null) {
      BitSet dropped = (BitSet) one.segments().clone();
      chosen.forEach(ref -> dropped.clear(ref.segment()));
      dropped.stream().forEach(segment -> askedFor[segment]--);
      one.segments().andNot(dropped);
      apply(new Event.Bound(request, chosen, kept));
    }
  }

  /** Most of what the source has chosen is here. */
  void arriving(long request) {
    if (asked.containsKey(request)) {
      apply(new Event.Arriving(request));
    }
  }

  /** What the source has chosen is here. */
  void receive(long request, List<SegmentRef> chosen) {
    if (!asked.containsKey(request)) {
      return; // cancelled, or the connection broke in the moment of the arrival
    }
    for (SegmentRef segment : chosen) {
      held.set(segment.segment());
      apply(new Event.SegmentStored(request, segment));
    }
    progress.offer(world.time().now(), held.cardinality());
    end(request, new Outcome.Done());
  }

  /** A request is over. */
  void end(long request, Outcome outcome) {
    Asked one = asked.remove(request);
    if (one != null) {
      one.segments().stream().forEach(segment -> askedFor[segment]--);
      apply(new Event.RequestEnded(request, outcome));
    }
  }

  void checkHolds(SegmentRef ref) {
    check(held.get(ref.segment()), ref + " is not held");
  }

  void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(member + " at " + world.time().now() + " ns: " + otherwise);
    }
  }
}
