package org.yarnp2p.bench.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.SwarmPhase;

/** Runs a scenario from the first join until all peers have left. */
public final class Simulation {
  private Simulation() {}

  /**
   * Runs the scenario. The same scenario gives the same result.
   *
   * @throws IllegalStateException when an invariant does not hold, or the swarm does not finish;
   *     the message names the seed, with which the run can be repeated
   */
  public static Result run(Scenario scenario) {
    try {
      return new Simulation().simulate(scenario);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(scenario + ": " + e.getMessage(), e);
    }
  }

  private Result simulate(Scenario scenario) {
    VirtualTime time = new VirtualTime();
    Network network = new Network(time, Scenario.LATENCY_NANOS, scenario.rates());
    SplittableRandom random = new SplittableRandom(scenario.seed());
    int ranks = scenario.peers() + 1;
    Map<Rank, SimulatedPeer> peers = new LinkedHashMap<>();
    SimulatedTracker tracker = new SimulatedTracker(ranks, network, peers, random.split());
    World world = new World(time, network, tracker, peers);
    long bytes = (long) scenario.segments() * Scenario.SEGMENT_BYTES;
    FileShape shape = FileShape.payload(bytes, Scenario.SEGMENT_BYTES);
    List<Digest> digests = digests(scenario.segments());
    for (int host = 0; host < ranks; host++) {
      SimulatedPeer peer =
          new SimulatedPeer(host, host == 0, shape, digests, world, Policy.DEFAULT, random.split());
      peers.put(peer.member().rank(), peer);
    }
    peers.values().forEach(SimulatedPeer::join);
    while (!tracker.allLeft()) {
      if (!time.step()) {
        throw new IllegalStateException("nothing is left to happen in phase " + tracker.phase());
      }
    }
    if (tracker.phase() != SwarmPhase.DRAIN) {
      throw new IllegalStateException("the swarm ended in phase " + tracker.phase());
    }
    return result(scenario, new ArrayList<>(peers.values()), tracker, bytes);
  }

  private static Result result(
      Scenario scenario, List<SimulatedPeer> peers, SimulatedTracker tracker, long bytes) {
    double[] finished =
        peers.stream().skip(1).mapToDouble(peer -> peer.finishedAt() / 1e9).toArray();
    double fast = Arrays.stream(finished).limit(scenario.peers() - scenario.slow()).max().orElse(0);
    Arrays.sort(finished);
    double last = finished[finished.length - 1];
    return new Result(
        scenario.peers(),
        scenario.segments(),
        scenario.slow(),
        scenario.seed(),
        scenario.bound(),
        last,
        last / scenario.bound(),
        fast / scenario.bound(),
        (double) peers.get(0).sentBytes() / bytes,
        quantile(finished, 0.5),
        quantile(finished, 0.99),
        tracker.messages());
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
