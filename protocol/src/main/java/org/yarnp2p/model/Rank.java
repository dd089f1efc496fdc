package org.yarnp2p.model;

/**
 * The place of a process in a job, as an MPI rank: 0 is the tracker, 1..N are the peers. Two
 * callers that are not containers of the swarm have reserved negative values, so that every caller
 * of an IPC server has exactly one rank.
 *
 * @param value 0..N, or one of the reserved values
 */
public record Rank(int value) implements Comparable<Rank> {
  /** The tracker. */
  public static final Rank TRACKER = new Rank(0);

  /** The ApplicationMaster, where it calls or is called. */
  public static final Rank APPLICATION_MASTER = new Rank(-1);

  /** The person's client, which made the job's secret. */
  public static final Rank CLIENT = new Rank(-2);

  /**
   * @throws IllegalArgumentException when the value is below the reserved ones
   */
  public Rank {
    if (value < -2) {
      throw new IllegalArgumentException("rank " + value + " is neither a container nor reserved");
    }
  }

  /** The rank of peer {@code n}, 1..N. */
  public static Rank peer(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("peer ranks begin at 1, got " + n);
    }
    return new Rank(n);
  }

  /** Whether this is the rank of a peer, 1..N. */
  public boolean isPeer() {
    return value > 0;
  }

  /** Whether this rank is a container: the tracker or a peer. */
  public boolean isContainer() {
    return value >= 0;
  }

  // By hand: a key of maps on every message's way, and what a record brings along is slow until it
  // is compiled.
  @Override
  public boolean equals(Object other) {
    return other instanceof Rank that && value == that.value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public int compareTo(Rank other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return switch (value) {
      case -2 -> "client";
      case -1 -> "application master";
      case 0 -> "rank 0 (tracker)";
      default -> "rank " + value;
    };
  }
}
