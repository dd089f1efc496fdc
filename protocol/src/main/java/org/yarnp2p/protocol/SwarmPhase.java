package org.yarnp2p.protocol;

/** Where the swarm of a job stands, as the tracker sees it. */
public enum SwarmPhase {
  /** Not all peers have joined; the start gate is closed. */
  GATHERING,
  /**
   * All have joined, the start gate is still closed: peers open what they need and meet their
   * neighbours.
   */
  MEETING,
  /** The gate is open; peers exchange segments. */
  EXCHANGE,
  /** Every peer has everything it wanted; peers may leave. */
  DRAIN,
  /** The job cannot succeed; peers end. */
  FAILED
}
