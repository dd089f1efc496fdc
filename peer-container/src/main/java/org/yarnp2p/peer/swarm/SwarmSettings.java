package org.yarnp2p.peer.swarm;

/**
 * The bounds within which a peer downloads.
 *
 * @param leastSlots sources that may be in use at the same time, from 1
 * @param downloadSlots the same where agreements take long, from the least
 * @param requestsPerSource requests that may be outstanding at one source, from 1
 * @param eagerLimit segments of up to this many bytes are asked for without a slot, from 0
 * @param bundleBytes small segments are asked for together up to this many bytes, from 0
 * @param candidates among which a source may choose, at most, from 1
 * @param maxBytesInFlight bytes asked for and not yet stored; one request is always allowed
 * @param originReaders segments that may be read from origins at the same time, from 1
 */
public record SwarmSettings(
    int leastSlots,
    int downloadSlots,
    int requestsPerSource,
    int eagerLimit,
    int bundleBytes,
    int candidates,
    long maxBytesInFlight,
    int originReaders) {
  /**
   * @throws IllegalArgumentException when a bound is below its least value
   */
  public SwarmSettings {
    if (Math.min(Math.min(leastSlots, requestsPerSource), Math.min(candidates, originReaders))
        < 1) {
      throw new IllegalArgumentException(
          "slots, requests, candidates and readers begin at 1: %d, %d, %d, %d"
              .formatted(leastSlots, requestsPerSource, candidates, originReaders));
    }
    if (eagerLimit < 0 || bundleBytes < 0) {
      throw new IllegalArgumentException(
          "bytes begin at 0: eager %d, bundle %d".formatted(eagerLimit, bundleBytes));
    }
  }
}
