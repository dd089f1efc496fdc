package org.yarnp2p.protocol;

import java.util.List;

/** How an uploader answers a request for segments. */
public sealed interface FetchAnswer {
  /**
   * The bytes.
   *
   * @param segments in the order of the request; fewer than asked when the answer would have grown
   *     beyond the limit for one answer, at least one
   */
  record Served(List<SegmentData> segments) implements FetchAnswer {
    /** Copies the list. */
    public Served {
      segments = List.copyOf(segments);
    }
  }

  /**
   * All upload slots are taken.
   *
   * @param retryAfterMillis when asking again is likely to succeed, in ms
   */
  record Busy(int retryAfterMillis) implements FetchAnswer {}

  /** The uploader does not hold the first segment asked for. */
  record Missing() implements FetchAnswer {}
}
