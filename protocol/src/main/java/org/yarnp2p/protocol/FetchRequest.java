package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.SegmentRef;

/**
 * A request for segments.
 *
 * @param candidates of which the uploader chooses some, from 1, the preferred first
 * @param mostBytes that it chooses at most, from 0; one segment is always allowed
 * @param eager whether all candidates are small and need no slot
 */
public record FetchRequest(List<SegmentRef> candidates, int mostBytes, boolean eager) {
  /** Copies the list. */
  public FetchRequest {
    candidates = List.copyOf(candidates);
  }
}
