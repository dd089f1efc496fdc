package org.yarnp2p.bench.faults;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.yarnp2p.bench.faults.FaultyResult.Outcome;
import org.yarnp2p.bench.sim.VirtualTime;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.protocol.SwarmPhase;

/** One run of a small swarm in which something breaks. */
public final class FaultySwarm {
  /** Stands for a plan that the seed decides. */
  public static final String RANDOM = "random";

  /** By then every run must have ended, in seconds of the virtual clock. */
  private static final double LONGEST_SECONDS = 7200;

  private static final int MOST_NAMED = 5;

  private final Swarm swarm;
  private final Master master;
  private final VirtualTime time = new VirtualTime();

  private FaultySwarm(int peers, int segments, FaultPlan plan, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int segmentSize = random.nextInt(4) == 0 ? 1 << 14 : 1 << 20;
    Content content = Content.of(segments, segmentSize, plan.origin());
    swarm = new Swarm(time, plan, content, random);
    master = new Master(swarm, peers);
    swarm.master(master);
  }

  /**
   * Runs a swarm until it is over.
   *
   * @param faults a plan as {@link FaultPlan#parse} reads it; or {@value #RANDOM}, with which the
   *     seed decides the plan, and the size up to the numbers given
   * @throws IllegalArgumentException when the plan cannot be read
   * @throws IllegalStateException as {@link #run(int, int, FaultPlan, long)}
   */
  public static FaultyResult run(int peers, int segments, String faults, long seed) {
    if (!faults.equals(RANDOM)) {
      return run(peers, segments, FaultPlan.parse(faults, peers), seed);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int drawnPeers = 2 + random.nextInt(Math.max(1, peers - 1));
    int drawnSegments = 1 + random.nextInt(segments);
    return run(drawnPeers, drawnSegments, FaultPlan.random(random, drawnPeers), seed);
  }

  /**
   * Runs a swarm until it is over. The same arguments give the same result.
   *
   * @param peers ranks, from 2
   * @param segments of all files together, from 1
   * @param seed of all chance in the run
   * @throws IllegalStateException when something does not hold that must; the message has the seed,
   *     the plan, the time and the event
   */
  public static FaultyResult run(int peers, int segments, FaultPlan plan, long seed) {
    FaultySwarm run = new FaultySwarm(peers, segments, plan, seed);
    try {
      return run.simulate(seed);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "seed %d, %d peers, %d segments, --faults %s, at %s: %s; after %s"
              .formatted(
                  seed,
                  peers,
                  segments,
                  plan,
                  run.swarm.audit().now(),
                  e.getMessage() == null ? e.toString() : e.getMessage(),
                  run.swarm.audit().last()),
          e);
    }
  }

  private FaultyResult simulate(long seed) {
    master.begin();
    boolean going = true;
    while (going && !master.over()) {
      going = time.step() && time.now() < LONGEST_SECONDS * 1e9;
    }
    boolean failed = swarm.tracker().phase() == SwarmPhase.FAILED;
    int lost = swarm.audit().lostAtEnd();
    if (!master.over()) {
      throw new IllegalStateException("it does not end: " + waiting());
    }
    Outcome ended = lost == 0 ? Outcome.COMPLETE : Outcome.LOST;
    return new FaultyResult(
        seed,
        swarm.plan().toString(),
        failed ? Outcome.FAILED : ended,
        lost,
        time.now() / 1e9,
        swarm.audit().events(),
        master.restarts(),
        master.givenUp().size(),
        (double) swarm.audit().originReads() / swarm.content().right().size());
  }

  private List<Life> living() {
    return swarm.lives().stream().filter(life -> life.alive() && !master.isReplaced(life)).toList();
  }

  private String waiting() {
    return "the tracker is in phase "
        + swarm.tracker().phase()
        + "; "
        + living().stream()
            .map(
                life -> {
                  List<SegmentRef> missing = swarm.audit().lacking(life);
                  return "%s misses %d %s, bans %s"
                      .formatted(
                          life.member(),
                          missing.size(),
                          missing.stream().limit(MOST_NAMED).toList(),
                          life.state().banned());
                })
            .collect(Collectors.joining("; "));
  }
}
