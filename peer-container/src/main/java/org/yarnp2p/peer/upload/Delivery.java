package org.yarnp2p.peer.upload;

import java.util.Collections;
import java.util.List;
import org.yarnp2p.model.SegmentRef;

/**
 * Segments on their way to a peer.
 *
 * @param segments in one answer
 * @param bytes of them
 * @param grantedAt when the peer asked, in ns
 */
record Delivery(List<SegmentRef> segments, long bytes, long grantedAt) {
  boolean concerns(List<SegmentRef> others) {
    return !Collections.disjoint(segments, others);
  }
}
