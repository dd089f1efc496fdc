package org.yarnp2p.protocol;

import java.util.List;
import org.yarnp2p.model.SegmentRef;

/**
 * What a peer wants to read from origins. It gets segments of the file, then of the following files
 * that it wants, and after the last of the first: so many as it can read at the same time, or small
 * ones up to so many bytes.
 *
 * @param file id of the file to begin with
 * @param most segments, from 0; none is claimed with 0
 * @param bytes up to which there may be more segments, from 0
 * @param givenBack segments that it was given before and could not read: free for others from now
 *     on, and for itself
 */
public record OriginClaim(int file, int most, long bytes, List<SegmentRef> givenBack) {
  /** Copies the list. */
  public OriginClaim {
    givenBack = List.copyOf(givenBack);
  }

  /** Of so many segments, whatever their size. */
  public OriginClaim(int file, int most) {
    this(file, most, 0, List.of());
  }
}
