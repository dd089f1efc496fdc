package org.yarnp2p.protocol;

import java.util.List;

/** How an uploader answers a request for segments. */
public sealed interface FetchAnswer {
  /**
   * The bytes.
   *
   * @param segments those that the uploader has chosen among the candidates, from 1
   * @param kept whether the slot stays with the caller for a further request
   */
  record Served(List<SegmentData> segments, boolean kept) implements FetchAnswer {
    /** Copies the list. */
    public Served {
      segments = List.copyOf(segments);
    }
  }

  /**
   * The caller has no slot, or too much is on its way already.
   *
   * @param retryAfterMillis when asking again is likely to succeed, in ms
   */
  record Busy(int retryAfterMillis) implements FetchAnswer {}

  /** The uploader holds none of the candidates. */
  record Missing() implements FetchAnswer {}
}
