package org.yarnp2p.peer.store;

import java.io.IOException;
import java.util.BitSet;
import org.yarnp2p.model.Numbers;

/**
 * The bytes of segments are not those that were verified when they were stored; or others have
 * found that just now, and discarded them.
 */
public final class DamagedSegmentsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final BitSet segments;

  DamagedSegmentsException(BitSet segments, Object file) {
    super(
        "%s: segments %s have gone bad since they were verified"
            .formatted(file, Numbers.briefFromOne(segments)));
    this.segments = (BitSet) segments.clone();
  }

  /** Indices of the segments; a new set. */
  public BitSet segments() {
    return (BitSet) segments.clone();
  }
}
