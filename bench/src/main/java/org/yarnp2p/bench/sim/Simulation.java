package org.yarnp2p.bench.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.yarnp2p.bench.figures.Track;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;

/**
 * Runs a scenario from the first join until all peers have left; when some die, until all others
 * have finished.
 */
public final class Simulation {
  private static final double NANOS = 1e9;
  private static final long SECOND_NANOS = 1_000_000_000;

  /** After so much of the virtual time it is looked whether the run is over. */
  private static final long ROUND_NANOS = SECOND_NANOS / 100;

  /** With fewer hosts, strands would wait for each other longer than they would run. */
  private static final int HOSTS_PER_STRAND = 750;

  /** The largest chunk with which a segment can be nearly there before it is there. */
  private static final int CHUNK_BYTES = Scenario.SEGMENT_BYTES / 4;

  /** When peers die, in shares of the bound. */
  private static final double FIRST_LOSS = 0.1;

  private static final double LAST_LOSS = 0.9;

  private final LongConsumer seconds;

  /** The last full second of the virtual clock that was told. */
  private long told;

  /** Until when all has happened, in ns of the virtual clock. */
  private long now;

  private Simulation(LongConsumer seconds) {
    this.seconds = seconds;
  }

  /**
   * Runs the scenario. The same scenario gives the same result.
   *
   * @throws IllegalStateException when an invariant does not hold, or the swarm does not finish;
   *     the message names the seed, with which the run can be repeated
   */
  public static Result run(Scenario scenario) {
    return run(scenario, track -> {}, second -> {});
  }

  /**
   * Runs the scenario, and tells of each peer's progress.
   *
   * @param tracks gets the track of each peer that survives, in the order of the ranks
   * @param seconds told of each second of the virtual clock that is over
   * @throws IllegalStateException as for {@link #run(Scenario)}
   */
  public static Result run(Scenario scenario, Consumer<Track> tracks, LongConsumer seconds) {
    int processors = Runtime.getRuntime().availableProcessors();
    int strands = Math.min(scenario.peers() / HOSTS_PER_STRAND, processors);
    return run(scenario, Math.max(1, strands), tracks, seconds);
  }

  /**
   * Runs the scenario in this many strands, which makes no difference to anything but the time that
   * it takes.
   */
  static Result run(Scenario scenario, int count, Consumer<Track> tracks, LongConsumer seconds) {
    try (Strands strands = new Strands(count, Scenario.LATENCY_NANOS)) {
      return new Simulation(seconds).simulate(scenario, strands, tracks);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(scenario + ": " + e.getMessage(), e);
    }
  }

  private Result simulate(Scenario scenario, Strands strands, Consumer<Track> tracks) {
    SplittableRandom random = new SplittableRandom(scenario.seed());
    int hosts = scenario.hosts();
    Network network =
        new Network(
            strands, CHUNK_BYTES, scenario.rates(), scenario::rack, scenario.racks(), hosts + 1);
    List<SimulatedPeer> peers = new ArrayList<>(hosts);
    SimulatedTracker tracker =
        new SimulatedTracker(scenario, hosts, strands, peers, random.split());
    FileShape shape = FileShape.payload(scenario.bytes(), Scenario.SEGMENT_BYTES);
    World world = new World(strands, network, tracker, peers, shape, digests(scenario.segments()));
    for (int host = 0; host < hosts; host++) {
      peers.add(new SimulatedPeer(host, scenario, world, Policy.DEFAULT, random.split()));
    }
    double[] arrivals = scenario.arrivals();
    peers.forEach(
        peer -> strands.time(peer.host()).at((long) (arrivals[peer.host()] * NANOS), peer::join));
    Set<SimulatedPeer> doomed = doom(scenario, peers, random.split());
    List<SimulatedPeer> survivors =
        peers.stream()
            .filter(peer -> !scenario.isSeed(peer.host()) && !doomed.contains(peer))
            .toList();
    if (doomed.isEmpty()) {
      runUntil(tracker::over, strands, tracker);
    } else {
      // The tracker does not let the others go: it waits for those that are lost to come back.
      survivors.forEach(peer -> runUntil(() -> peer.finishedAt() >= 0, strands, tracker));
      doomed.forEach(peer -> runUntil(peer::lost, strands, tracker));
    }
    survivors.stream().map(peer -> track(peer, scenario)).forEach(tracks);
    return result(scenario, peers, survivors, network, tracker);
  }

  private void runUntil(BooleanSupplier over, Strands strands, SimulatedTracker tracker) {
    while (!over.getAsBoolean()) {
      if (now / SECOND_NANOS > told) {
        seconds.accept(++told);
      }
      now += ROUND_NANOS;
      if (!strands.run(now) && !over.getAsBoolean()) {
        throw new IllegalStateException("nothing is left to happen in phase " + tracker.phase());
      }
    }
  }

  /** Draws who will die, and when; never the seed, without which the file may be gone. */
  private static Set<SimulatedPeer> doom(
      Scenario scenario, List<SimulatedPeer> all, RandomGenerator random) {
    Set<SimulatedPeer> doomed = new LinkedHashSet<>();
    while (doomed.size() < scenario.lost()) {
      SimulatedPeer drawn = all.get(1 + random.nextInt(scenario.peers()));
      if (doomed.add(drawn)) {
        double seconds = scenario.bound() * random.nextDouble(FIRST_LOSS, LAST_LOSS);
        drawn.dieAt((long) (seconds * NANOS));
      }
    }
    return doomed;
  }

  private static Track track(SimulatedPeer peer, Scenario scenario) {
    return Track.of(
        peer.rank().toString(), peer.progress(), 0, scenario.segments(), peer.finishedAt() / NANOS);
  }

  private static Result result(
      Scenario scenario,
      List<SimulatedPeer> all,
      List<SimulatedPeer> survivors,
      Network network,
      SimulatedTracker tracker) {
    double[] finished = finishes(survivors.stream());
    double[] fast = finishes(survivors.stream().filter(peer -> !scenario.isSlow(peer.host())));
    double last = finished[finished.length - 1];
    return new Result(
        scenario.peers(),
        scenario.segments(),
        scenario.slow(),
        scenario.lost(),
        scenario.stored(),
        scenario.spreadSeconds(),
        scenario.racks().count(),
        (long) (scenario.racks().uplink() * Byte.SIZE),
        scenario.seed(),
        scenario.bound(),
        last,
        last / scenario.bound(),
        (fast.length == 0 ? 0 : fast[fast.length - 1]) / scenario.bound(),
        copies(
            scenario,
            all.stream().filter(peer -> scenario.isSeed(peer.host())),
            peer -> peer.uploads().sentBytes()),
        copies(scenario, all.stream(), peer -> peer.origin().readBytes()),
        rackCopies(scenario, network),
        quantile(finished, 0.5),
        quantile(finished, 0.99),
        tracker.messages());
  }

  private static double rackCopies(Scenario scenario, Network network) {
    return IntStream.range(0, scenario.racks().count())
            .filter(rack -> !scenario.isHome(rack))
            .mapToLong(network::broughtInto)
            .average()
            .orElse(0)
        / scenario.bytes();
  }

  private static double copies(
      Scenario scenario, Stream<SimulatedPeer> peers, ToLongFunction<SimulatedPeer> bytes) {
    return (double) peers.mapToLong(bytes).sum() / scenario.bytes();
  }

  /** In seconds, ascending. */
  private static double[] finishes(Stream<SimulatedPeer> peers) {
    return peers.mapToDouble(peer -> peer.finishedAt() / NANOS).sorted().toArray();
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  /** Digests that differ; there are no bytes in the simulation. */
  private static List<Digest> digests(int segments) {
    List<Digest> digests = new ArrayList<>(segments);
    for (int i = 0; i < segments; i++) {
      digests.add(Digest.of(ByteBuffer.allocate(Integer.BYTES).putInt(0, i)));
    }
    return digests;
  }
}
