package org.yarnp2p.protocol;

/** How an uploader answers a peer that wants one of its upload slots. */
public sealed interface ReserveAnswer {
  /**
   * The slot is there.
   *
   * @param streamPort where to ask for segments under it, on the uploader's host; 0 when that is
   *     done with {@link PeerProtocol#fetch}
   */
  record Clear(int streamPort) implements ReserveAnswer {}

  /**
   * No slot became free in time, or the caller has asked again meanwhile.
   *
   * @param retryAfterMillis when to ask again, in ms, from 0
   */
  record Busy(int retryAfterMillis) implements ReserveAnswer {}
}
