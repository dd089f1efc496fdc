package org.yarnp2p.tracker;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.yarnp2p.model.Digest;

/**
 * The digests of one file's segments, each as it was told first, and by which rank. Constant time
 * for each segment. Not thread-safe.
 */
final class SegmentDigests {
  /** Null for a segment of which nobody has told one. */
  private Digest[] digests = new Digest[0];

  private int[] toldBy = new int[0];

  /** Makes room for more segments. */
  void grow(int segments) {
    digests = Arrays.copyOf(digests, segments);
    toldBy = Arrays.copyOf(toldBy, segments);
  }

  /**
   * A rank tells a digest.
   *
   * @return whether none was known before
   */
  boolean learn(int rank, int segment, Digest digest) {
    if (digests[segment] != null) {
      return false;
    }
    digests[segment] = digest;
    toldBy[segment] = rank;
    return true;
  }

  /** Null when it is not known. */
  Digest of(int segment) {
    return digests[segment];
  }

  boolean is(int segment, Digest digest) {
    return digest.equals(digests[segment]);
  }

  /** The rank that told a known digest. */
  int toldBy(int segment) {
    return toldBy[segment];
  }

  /** All that are known, by segment; a new map. */
  Map<Integer, Digest> known() {
    Map<Integer, Digest> known = new HashMap<>();
    for (int segment = 0; segment < digests.length; segment++) {
      if (digests[segment] != null) {
        known.put(segment, digests[segment]);
      }
    }
    return known;
  }
}
