package org.yarnp2p.peer.swarm;

/**
 * The bounds within which a peer downloads.
 *
 * @param downloadSlots sources that may be in use at the same time, from 1
 * @param requestsPerSource requests that may be outstanding at one source, from 1
 * @param eagerLimit bytes of the largest segment that needs no slot, from 0
 * @param bundleBytes small segments are asked for together up to this many bytes, from 0
 * @param candidates segments that a request names for the source to choose from, from 1
 * @param maxBytesInFlight bytes asked for and not yet stored; one request is always allowed
 * @param originReaders segments that may be read from origins at the same time, from 1
 */
public record SwarmSettings(
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
    if (downloadSlots < 1 || requestsPerSource < 1 || originReaders < 1 || bundleBytes < 0) {
      throw new IllegalArgumentException(
          "slots, requests and readers begin at 1: %d, %d, %d; bundle bytes at 0: %d"
              .formatted(downloadSlots, requestsPerSource, originReaders, bundleBytes));
    }
  }
}
