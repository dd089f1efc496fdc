package org.yarnp2p.peer.swarm;

/** How a source answers a peer that wants one of its upload slots. */
public sealed interface SlotAnswer {
  /** The slot is there: ask for segments, or give it back. */
  record Clear() implements SlotAnswer {}

  /**
   * No slot became free in time.
   *
   * @param retryAfterMillis when to ask again, in ms, from 0
   */
  record Busy(int retryAfterMillis) implements SlotAnswer {}

  /** No answer, or a broken one. */
  record Failed() implements SlotAnswer {}
}
