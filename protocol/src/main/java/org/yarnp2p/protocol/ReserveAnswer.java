package org.yarnp2p.protocol;

/** How an uploader answers a peer that wants one of its upload slots. */
public sealed interface ReserveAnswer {
  /**
   * The slot is there. Segments are asked for on a stream connection where the uploader takes them,
   * else with {@link PeerProtocol#fetch}.
   */
  record Clear() implements ReserveAnswer {}

  /**
   * No slot became free in time, or the caller has asked again meanwhile.
   *
   * @param retryAfterMillis when to ask again, in ms, from 0
   */
  record Busy(int retryAfterMillis) implements ReserveAnswer {}
}
