package org.yarnp2p.bench.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.yarnp2p.bench.faults.Fault.Kind;

/**
 * What breaks in one run. As text: faults separated by commas, with {@code origin} among them where
 * every segment may be read from an origin, {@code partial} where the job goes on without files
 * that are lost, {@code collected} where the next life of a rank finds what an earlier one has
 * written, {@code racks} where ranks are in two racks, and {@code none} for no fault.
 *
 * @param origin whether it is a distribution: everybody wants the files, which have an origin; else
 *     rank 1 holds them, and the others want them
 * @param partial whether the job goes on without files that are lost; not with an origin
 * @param collected whether outputs are in the job's output directory, and not on the nodes; not
 *     with an origin
 * @param racks whether ranks with odd numbers are in one rack, the others in another; else they are
 *     all equally far apart
 * @param faults in any order
 */
public record FaultPlan(
    boolean origin, boolean partial, boolean collected, boolean racks, List<Fault> faults) {
  private static final String ORIGIN = "origin";
  private static final String PARTIAL = "partial";
  private static final String COLLECTED = "collected";
  private static final String RACKS = "racks";
  private static final String NONE = "none";
  private static final int MOST_FAULTS = 5;

  /** From which progress on the end is meant, where a fault may happen then. */
  private static final int LATE_PERCENT = 90;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException when a distribution is to be partial, or its outputs collected
   */
  public FaultPlan {
    if (origin && partial) {
      throw new IllegalArgumentException(
          "found 'origin' and 'partial'; nothing is lost that has an origin");
    }
    if (origin && collected) {
      throw new IllegalArgumentException(
          "found 'origin' and 'collected'; a distribution's outputs are on the nodes");
    }
    faults = List.copyOf(faults);
  }

  /**
   * Reads a plan.
   *
   * @param peers of the swarm; no fault is of another
   * @throws IllegalArgumentException says what was found and expected
   */
  public static FaultPlan parse(String text, int peers) {
    boolean origin = false;
    boolean partial = false;
    boolean collected = false;
    boolean racks = false;
    List<Fault> faults = new ArrayList<>();
    for (String written : text.split(",", -1)) {
      String part = written.strip();
      if (part.equals(ORIGIN)) {
        origin = true;
      } else if (part.equals(PARTIAL)) {
        partial = true;
      } else if (part.equals(COLLECTED)) {
        collected = true;
      } else if (part.equals(RACKS)) {
        racks = true;
      } else if (!part.equals(NONE)) {
        Fault fault = Fault.parse(part);
        if (fault.rank() > peers) {
          throw new IllegalArgumentException(
              "found '" + part + "', expected a rank of 1 to " + peers);
        }
        faults.add(fault);
      }
    }
    return new FaultPlan(origin, partial, collected, racks, faults);
  }

  /** Draws a plan. */
  public static FaultPlan random(RandomGenerator random, int peers) {
    List<Fault> faults = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_FAULTS);
    boolean origin = random.nextBoolean();
    Kind[] kinds = Kind.values();
    while (faults.size() < count) {
      Kind kind = kinds[random.nextInt(kinds.length)];
      int rank = kind.ofRank() ? 1 + random.nextInt(peers) : 0;
      faults.add(
          new Fault(kind, rank, kind.timed() ? when(kind, random) : 0, amount(kind, random)));
    }
    return new FaultPlan(
        origin,
        !origin && random.nextBoolean(),
        !origin && random.nextBoolean(),
        random.nextBoolean(),
        faults);
  }

  private static int when(Kind kind, RandomGenerator random) {
    int drawn = random.nextInt(6) == 0 ? Fault.COPY : random.nextInt(100);
    return kind.late() && drawn >= LATE_PERCENT ? Fault.DRAIN : drawn;
  }

  private static double amount(Kind kind, RandomGenerator random) {
    return switch (kind) {
      case STOP, TRACKER_STOP -> 1 + random.nextInt(90);
      case LATE -> 1 + random.nextInt(5);
      case SLOW -> 0.02;
      case LOSE, REPEAT -> (1 + random.nextInt(20)) / 1000.0;
      case REORDER -> (1 + random.nextInt(100)) / 1000.0;
      default -> 0;
    };
  }

  /** Those of a kind. */
  List<Fault> of(Kind kind) {
    return faults.stream().filter(fault -> fault.kind() == kind).toList();
  }

  /** Those of a kind and a rank. */
  boolean has(Kind kind, int rank) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind && fault.rank() == rank);
  }

  /** The largest amount of a kind, 0 without any. */
  double amount(Kind kind) {
    return of(kind).stream().mapToDouble(Fault::amount).max().orElse(0);
  }

  /** What {@link #parse} reads. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (origin) {
      parts.add(ORIGIN);
    }
    if (partial) {
      parts.add(PARTIAL);
    }
    if (collected) {
      parts.add(COLLECTED);
    }
    if (racks) {
      parts.add(RACKS);
    }
    faults.forEach(fault -> parts.add(fault.toString()));
    return parts.isEmpty() ? NONE : String.join(",", parts);
  }
}
