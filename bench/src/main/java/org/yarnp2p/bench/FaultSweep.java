package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yarnp2p.bench.faults.FaultyResult;
import org.yarnp2p.bench.faults.FaultyResult.Outcome;
import org.yarnp2p.bench.faults.FaultySwarm;

/** Many swarms in which something breaks, and what came of them. */
final class FaultSweep {
  private static final int MOST_BROKEN = 10;

  private final String faults;
  private final int peers;
  private final int segments;
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final List<String> broken = new ArrayList<>();
  private long firstSeed;
  private int runs;
  private long events;
  private long restarts;
  private double longestSeconds;

  /** As it is written. */
  record Summary(
      String faults,
      int peers,
      int segments,
      long firstSeed,
      int runs,
      int complete,
      int lost,
      int failed,
      long events,
      long restarts,
      double longestSeconds,
      List<String> broken) {}

  /**
   * @param faults as {@link FaultySwarm#run(int, int, String, long)} takes them
   */
  FaultSweep(String faults, int peers, int segments) {
    this.faults = faults;
    this.peers = peers;
    this.segments = segments;
  }

  /**
   * Runs one swarm after the other, and goes on after one that breaks a rule, as long as these are
   * few.
   *
   * @throws IllegalArgumentException when the faults cannot be read
   */
  void run(long seed, int count) {
    firstSeed = seed;
    while (runs < count && broken.size() < MOST_BROKEN) {
      long current = seed + runs++;
      try {
        add(FaultySwarm.run(peers, segments, faults, current));
      } catch (IllegalStateException e) {
        broken.add(e.getMessage() + "; again with " + command(current));
      }
    }
  }

  private void add(FaultyResult result) {
    outcomes.merge(result.outcome(), 1, Integer::sum);
    events += result.events();
    restarts += result.restarts();
    longestSeconds = Math.max(longestSeconds, result.seconds());
  }

  private String command(long seed) {
    return "p2p bench simulate --faults %s --peers %d --segments %d --seed %d"
        .formatted(faults, peers, segments, seed);
  }

  boolean holds() {
    return broken.isEmpty();
  }

  Summary summary() {
    return new Summary(
        faults,
        peers,
        segments,
        firstSeed,
        runs,
        outcomes.getOrDefault(Outcome.COMPLETE, 0),
        outcomes.getOrDefault(Outcome.LOST, 0),
        outcomes.getOrDefault(Outcome.FAILED, 0),
        events,
        restarts,
        longestSeconds,
        broken);
  }

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "simulate: faults %s, up to %d peers and %d segments, %d runs from seed %d"
            .formatted(faults, peers, segments, runs, firstSeed));
    lines.add(line("complete", outcomes.getOrDefault(Outcome.COMPLETE, 0)));
    lines.add(line("segments lost for good", outcomes.getOrDefault(Outcome.LOST, 0)));
    lines.add(line("given up by the tracker", outcomes.getOrDefault(Outcome.FAILED, 0)));
    lines.add(line("broken rules", broken.size()));
    lines.add(line("ranks replaced", restarts));
    lines.add(line("events", events));
    lines.add(String.format(Locale.ROOT, "%-24s%12.1f s", "longest run", longestSeconds));
    lines.addAll(broken);
    return lines;
  }

  private static String line(String name, long figure) {
    return String.format(Locale.ROOT, "%-24s%12d", name, figure);
  }
}
