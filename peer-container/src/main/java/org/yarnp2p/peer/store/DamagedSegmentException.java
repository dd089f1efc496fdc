package org.yarnp2p.peer.store;

import java.io.IOException;

/** The bytes of a segment are not those that were verified when it was stored. */
public final class DamagedSegmentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int segment;

  DamagedSegmentException(int segment, Object file) {
    super(file + ": segment " + segment + " has gone bad since it was verified");
    this.segment = segment;
  }

  /** Index of the segment. */
  public int segment() {
    return segment;
  }
}
