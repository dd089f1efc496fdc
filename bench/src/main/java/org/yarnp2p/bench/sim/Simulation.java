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
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.yarnp2p.bench.figures.Track;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.protocol.SwarmPhase;

/**
 * Runs a scenario from the first join until all peers have left; when some die, until all others
 * have finished.
 */
public final class Simulation {
  private static final double NANOS = 1e9;
  private static final long SECOND_NANOS = 1_000_000_000;

  /** The largest chunk with which a segment can be nearly there before it is there. */
  private static final int CHUNK_BYTES = Scenario.SEGMENT_BYTES / 4;

  /** When peers die, in shares of the bound. */
  private static final double FIRST_LOSS = 0.1;

  private static final double LAST_LOSS = 0.9;

  private final LongConsumer seconds;

  /** The next full second of the virtual clock, in ns. */
  private long nextSecond = SECOND_NANOS;

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
    try {
      return new Simulation(seconds).simulate(scenario, tracks);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(scenario + ": " + e.getMessage(), e);
    }
  }

  private Result simulate(Scenario scenario, Consumer<Track> tracks) {
    VirtualTime time = new VirtualTime();
    Network network = new Network(time, Scenario.LATENCY_NANOS, CHUNK_BYTES, scenario.rates());
    SplittableRandom random = new SplittableRandom(scenario.seed());
    int ranks = scenario.peers() + 1;
    List<SimulatedPeer> peers = new ArrayList<>(ranks);
    SimulatedTracker tracker = new SimulatedTracker(ranks, network, peers, random.split());
    long bytes = (long) scenario.segments() * Scenario.SEGMENT_BYTES;
    FileShape shape = FileShape.payload(bytes, Scenario.SEGMENT_BYTES);
    World world = new World(time, network, tracker, peers, shape, digests(scenario.segments()));
    for (int host = 0; host < ranks; host++) {
      peers.add(new SimulatedPeer(host, host == 0, world, Policy.DEFAULT, random.split()));
    }
    peers.forEach(SimulatedPeer::join);
    Set<SimulatedPeer> doomed = doom(scenario, peers, time, random.split());
    List<SimulatedPeer> survivors =
        peers.stream().skip(1).filter(peer -> !doomed.contains(peer)).toList();
    if (doomed.isEmpty()) {
      runUntil(tracker::allLeft, time, tracker);
      if (tracker.phase() != SwarmPhase.DRAIN) {
        throw new IllegalStateException("the swarm ended in phase " + tracker.phase());
      }
    } else {
      // The tracker does not let the others go: it waits for those that are lost to come back.
      survivors.forEach(peer -> runUntil(() -> peer.finishedAt() >= 0, time, tracker));
      doomed.forEach(peer -> runUntil(peer::lost, time, tracker));
    }
    survivors.stream().map(peer -> track(peer, scenario)).forEach(tracks);
    return result(scenario, peers.get(0), survivors, tracker, bytes);
  }

  private void runUntil(BooleanSupplier over, VirtualTime time, SimulatedTracker tracker) {
    while (!over.getAsBoolean()) {
      if (!time.step()) {
        throw new IllegalStateException("nothing is left to happen in phase " + tracker.phase());
      }
      if (time.now() >= nextSecond) {
        long second = time.now() / SECOND_NANOS;
        seconds.accept(second);
        nextSecond = (second + 1) * SECOND_NANOS;
      }
    }
  }

  /** Draws who will die, and when; never the seed, without which the file may be gone. */
  private static Set<SimulatedPeer> doom(
      Scenario scenario, List<SimulatedPeer> all, VirtualTime time, RandomGenerator random) {
    Set<SimulatedPeer> doomed = new LinkedHashSet<>();
    while (doomed.size() < scenario.lost()) {
      SimulatedPeer drawn = all.get(1 + random.nextInt(scenario.peers()));
      if (doomed.add(drawn)) {
        double seconds = scenario.bound() * random.nextDouble(FIRST_LOSS, LAST_LOSS);
        time.at((long) (seconds * NANOS), drawn::die);
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
      SimulatedPeer seed,
      List<SimulatedPeer> survivors,
      SimulatedTracker tracker,
      long bytes) {
    double[] finished = finishes(survivors.stream());
    double[] fast = finishes(survivors.stream().filter(peer -> !scenario.isSlow(peer.host())));
    double last = finished[finished.length - 1];
    return new Result(
        scenario.peers(),
        scenario.segments(),
        scenario.slow(),
        scenario.lost(),
        scenario.seed(),
        scenario.bound(),
        last,
        last / scenario.bound(),
        (fast.length == 0 ? 0 : fast[fast.length - 1]) / scenario.bound(),
        (double) seed.uploads().sentBytes() / bytes,
        quantile(finished, 0.5),
        quantile(finished, 0.99),
        tracker.messages());
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
