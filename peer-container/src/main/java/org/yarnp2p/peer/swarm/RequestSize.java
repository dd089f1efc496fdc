package org.yarnp2p.peer.swarm;

import java.util.BitSet;

/** How much one request names and brings, so that all together stay within the bytes in flight. */
final class RequestSize {
  /** No more than this share of the open segments is named as candidates to one source. */
  private static final int SHARE = 4;

  /**
   * What is asked for under a slot should take this long at the source's rate, in ns: so on fast
   * links one agreement brings several segments, and on slow ones each is on its way for itself.
   */
  private static final long WORTH_AN_AGREEMENT_NANOS = 100_000_000;

  /** Bytes that are asked for under a slot at most, unless one segment has more. */
  private static final long MOST_UNDER_A_SLOT = 8L << 20;

  private final SwarmSettings settings;
  private final Requests requests;

  RequestSize(SwarmSettings settings, Requests requests) {
    this.settings = settings;
    this.requests = requests;
  }

  /** Whether the bytes in flight leave room for another request. */
  boolean mayAsk() {
    return requests.isEmpty() || requests.bytes() < settings.maxBytesInFlight();
  }

  /** Whether a request for so many bytes would leave room for a further one. */
  boolean leavesRoom(int bytes) {
    return requests.bytes() + bytes < settings.maxBytesInFlight();
  }

  /**
   * Among how many a source may choose, from 1.
   *
   * @param open missing segments that nothing is in flight for
   */
  int candidates(BitSet open) {
    return Math.max(1, Math.min(settings.candidates(), open.cardinality() / SHARE));
  }

  /** Bytes that a source is to bring at most under a slot. */
  int underSlot(Source source) {
    long worth = (long) (source.rate() * WORTH_AN_AGREEMENT_NANOS);
    long room = Math.min(MOST_UNDER_A_SLOT, settings.maxBytesInFlight() - requests.bytes());
    return (int) Math.max(settings.bundleBytes(), Math.min(worth, room));
  }
}
