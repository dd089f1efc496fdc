package org.yarnp2p.bench.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.yarnp2p.bench.figures.Series;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.swarm.Action;
import org.yarnp2p.peer.swarm.Event;
import org.yarnp2p.peer.swarm.Neighbour;
import org.yarnp2p.peer.swarm.Outcome;
import org.yarnp2p.peer.swarm.SwarmFile;
import org.yarnp2p.peer.swarm.SwarmState;
import org.yarnp2p.protocol.HeldFile;
import org.yarnp2p.protocol.Holding;
import org.yarnp2p.protocol.JoinRequest;
import org.yarnp2p.protocol.SwarmPhase;
import org.yarnp2p.tracker.PeerView;

/**
 * One peer of a simulated swarm: the product's decisions with virtual I/O around them, and the
 * invariants that must hold whatever they decide.
 */
final class SimulatedPeer {
  /** Id of the one file. */
  static final int FILE = 0;

  /** In front of a host's number, in its name. */
  private static final String HOST = "host";

  /** Of the progress. */
  private static final int SAMPLES = 128;

  /** Until the ApplicationMaster knows that a container has ended, and has told the tracker. */
  private static final long LOSS_NANOS = 1_000_000_000;

  private final int host;
  private final Member member;
  private final boolean seed;
  private final Scenario scenario;
  private final World world;
  private final VirtualTime time;
  private final long mostBytesInFlight;
  private final SwarmState state;
  private final Downloads downloads;
  private final Uploads uploads;
  private final OriginReader origin;
  private final Reports reports;
  private final Alarm alarm;
  private final BitSet held = new BitSet();
  private final Series progress = new Series(SAMPLES);
  private final Set<Rank> neighbours = new HashSet<>();
  private boolean started;

  /** When it dies, in ns of the virtual clock. */
  private long diesAt = Long.MAX_VALUE;

  /** News that cannot change anything before something else happens. */
  private final List<Event> news = new ArrayList<>();

  private boolean newsCanWait;
  private long finishedAt = -1;

  /**
   * @param host index of its host
   */
  SimulatedPeer(int host, Scenario scenario, World world, Policy policy, RandomGenerator random) {
    this.host = host;
    this.member = new Member(Rank.peer(host + 1), 1);
    seed = scenario.isSeed(host);
    this.scenario = scenario;
    this.world = world;
    time = world.strands().time(host);
    held.set(0, world.shape().segmentCount(), seed);
    mostBytesInFlight = policy.swarm().maxBytesInFlight() + world.shape().segmentSize();
    state = new SwarmState(policy.swarm(), random);
    downloads = new Downloads(this, world, world.shape().segmentCount());
    uploads = new Uploads(this, world, policy, random);
    origin = new OriginReader(this, world, scenario, random);
    reports = new Reports(this, world, policy);
    alarm = new Alarm(time, () -> apply(new Event.Tick()));
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

  Downloads downloads() {
    return downloads;
  }

  Uploads uploads() {
    return uploads;
  }

  OriginReader origin() {
    return origin;
  }

  /** How many segments it has, over time. */
  Series progress() {
    return progress;
  }

  boolean complete() {
    return state.complete();
  }

  /** When the file was complete, in ns; -1 before, and for the seed. */
  long finishedAt() {
    return finishedAt;
  }

  /** Whether it is dead now. */
  boolean lost() {
    return lost(time.now());
  }

  /** Whether it is dead at a time, in ns. */
  boolean lost(long now) {
    return diesAt <= now;
  }

  static String hostName(int host) {
    return HOST + host;
  }

  /** The number of a host. */
  static int host(String name) {
    return Integer.parseInt(name.substring(HOST.length()));
  }

  void join() {
    world
        .tracker()
        .join(
            new JoinRequest(
                member,
                new Endpoint(hostName(host), 1),
                seed ? List.of(new HeldFile(FILE, world.shape(), world.digests())) : List.of(),
                seed ? List.of() : List.of(FILE),
                List.of()));
  }

  /**
   * Will die: then it says nothing and does nothing any more. Its neighbours see their connections
   * break, the tracker is told later. To be said before the first event.
   *
   * @param nanos of the virtual clock
   */
  void dieAt(long nanos) {
    diesAt = nanos;
    world.network().lose(host, nanos);
    time.at(nanos, this::die);
  }

  private void die() {
    for (Rank rank : neighbours) {
      SimulatedPeer other = world.peer(rank);
      message(other, () -> other.disconnected(rank()));
    }
    time.after(LOSS_NANOS, () -> world.tracker().lose(member));
  }

  /** Sends a message to another peer, or itself. */
  void message(SimulatedPeer to, Runnable work) {
    world.strands().message(host, to.host, work);
  }

  private void disconnected(Rank other) {
    if (!lost()) {
      uploads.forget(other);
      downloads.fail(other);
    }
  }

  /** The tracker's answer to the peer's watch. */
  void seen(PeerView view) {
    if (lost()) {
      return;
    }
    if (view.phase() == SwarmPhase.DRAIN) {
      world.tracker().leave(member);
    } else if (view.phase() == SwarmPhase.EXCHANGE) {
      start();
      meet(view.neighbours());
    }
  }

  private void start() {
    if (!started) {
      started = true;
      progress.offer(time.now(), held.cardinality());
      SwarmFile file = new SwarmFile(FILE, world.shape(), !seed, held, scenario.isDistribution());
      apply(new Event.FilesDescribed(List.of(file)));
    }
  }

  private void meet(List<PeerView.Neighbour> named) {
    List<Rank> ranks = named.stream().map(other -> other.member().rank()).toList();
    apply(
        new Event.NeighboursChanged(
            ranks.stream().map(rank -> new Neighbour(rank, distance(rank))).toList()));
    uploads.nearest(nearest(ranks));
    ranks.stream().filter(neighbours::add).forEach(this::introduce);
  }

  private Set<Rank> nearest(List<Rank> ranks) {
    Set<Rank> nearest =
        ranks.stream()
            .filter(rank -> distance(rank) == Neighbour.SAME_RACK)
            .collect(Collectors.toSet());
    return nearest.size() == ranks.size() ? Set.of() : nearest;
  }

  private int distance(Rank other) {
    boolean near = scenario.rack(world.peer(other).host) == scenario.rack(host);
    return near ? Neighbour.SAME_RACK : Neighbour.ELSEWHERE;
  }

  private void introduce(Rank to) {
    Holding mine = new Holding(FILE, (BitSet) held.clone());
    tell(world.peer(to), new Event.Introduced(rank(), List.of(mine)));
  }

  /** A message that waits at a peer which has not heard of the open gate yet. */
  private void tell(SimulatedPeer other, Event event) {
    message(other, () -> other.told(event));
  }

  private void told(Event event) {
    if (started) {
      hear(event);
    } else {
      tell(this, event);
    }
  }

  /** As the product's queue of events: news that can wait goes in together with what is next. */
  private void hear(Event event) {
    if (newsCanWait && event instanceof Event.Announced) {
      news.add(event);
    } else {
      apply(event);
    }
  }

  void apply(Event event) {
    apply(List.of(event));
  }

  void apply(List<Event> events) {
    if (lost()) {
      return;
    }
    List<Event> all = events;
    if (!news.isEmpty()) {
      all = new ArrayList<>(news);
      all.addAll(events);
      news.clear();
    }
    for (Action action : state.apply(all, time.now())) {
      perform(action);
    }
    newsCanWait = state.newsCanWait();
    check(state.bytesInFlight() <= mostBytesInFlight, () -> "too many bytes in flight");
  }

  private void perform(Action action) {
    if (action instanceof Action.Announce announce) {
      announce(announce);
    } else if (action instanceof Action.Reserve reserve) {
      downloads.reserve(reserve.source());
    } else if (action instanceof Action.Release release) {
      downloads.release(release.source());
    } else if (action instanceof Action.Fetch fetch) {
      downloads.fetch(fetch);
    } else if (action instanceof Action.Foretell foretell) {
      Event coming = new Event.Coming(member, foretell.segments());
      foretell.to().forEach(to -> tell(world.peer(to), coming));
    } else if (action instanceof Action.Cancel cancel) {
      downloads.end(cancel.request(), new Outcome.Done());
    } else if (action instanceof Action.FileFinished) {
      finishedAt = time.now();
      reports.send();
    } else if (action instanceof Action.Claim claim) {
      world.tracker().claim(member, claim);
    } else if (action instanceof Action.ReadOrigin read) {
      origin.read(read);
    } else if (action instanceof Action.WakeAt wake) {
      alarm.set(wake.nanos());
    } else {
      throw new IllegalStateException("in a swarm of honest peers: " + action);
    }
  }

  private void announce(Action.Announce announce) {
    checkHolds(announce.segment());
    Event news = new Event.Announced(rank(), List.of(announce.segment()));
    int[] hosts = new int[announce.to().size()];
    int count = 0;
    for (Rank to : announce.to()) {
      hosts[count++] = world.peer(to).host;
    }
    world.strands().message(host, hosts, other -> world.peer(other).told(news));
    reports.add(announce.segment());
  }

  /** A segment has arrived; the event to be applied. */
  Event store(long request, SegmentRef segment) {
    held.set(segment.segment());
    progress.offer(time.now(), held.cardinality());
    return new Event.SegmentStored(request, segment);
  }

  void checkHolds(SegmentRef ref) {
    check(held.get(ref.segment()), () -> ref + " is not held");
  }

  /** The words are made when they are needed: most of the time they are not. */
  void check(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new IllegalStateException(member + " at " + time.now() + " ns: " + otherwise.get());
    }
  }
}
