package org.yarnp2p.bench.faults;

/**
 * How a swarm in which something broke came out.
 *
 * @param seed of the run
 * @param faults the plan, as {@link FaultPlan#parse} reads it
 * @param outcome how it ended
 * @param lostSegments that somebody still wants and nobody has
 * @param seconds of the virtual clock
 * @param events that peers have taken in
 * @param restarts incarnations beyond the first of all ranks
 * @param givenUp ranks that the job went on without
 * @param originCopies what was read from origins, in copies of the files
 */
public record FaultyResult(
    long seed,
    String faults,
    Outcome outcome,
    int lostSegments,
    double seconds,
    long events,
    int restarts,
    int givenUp,
    double originCopies) {
  /** The ways to end. */
  public enum Outcome {
    /** Everybody who is left has everything. */
    COMPLETE,
    /** Somebody wants what nobody has any more. */
    LOST,
    /** The tracker has given the swarm up. */
    FAILED
  }
}
