package org.yarnp2p.tracker;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.yarnp2p.model.Digest;

/**
 * A file's segments with their holders, as they were at one moment.
 *
 * @param name of the file
 * @param segments in order; empty as long as the shape is not known
 */
record FileSnapshot(String name, List<Segment> segments) {
  /**
   * One segment.
   *
   * @param digest empty when nobody has told it yet
   * @param holders ranks that hold it; not to be changed
   */
  record Segment(Optional<Digest> digest, BitSet holders) {}
}
