package org.yarnp2p.peer.swarm;

/** How a request for segments ended. */
public sealed interface Outcome {
  /** The source answered; the segments that were not in the answer may be asked for again. */
  record Done() implements Outcome {}

  /**
   * The source has no upload slot free.
   *
   * @param retryAfterMillis when it wants to be asked again, in ms
   */
  record Busy(int retryAfterMillis) implements Outcome {}

  /** The source does not hold what was asked for. */
  record Missing() implements Outcome {}

  /** No answer, or a broken one. */
  record Failed() implements Outcome {}
}
