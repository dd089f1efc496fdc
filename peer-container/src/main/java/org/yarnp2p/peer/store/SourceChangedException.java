package org.yarnp2p.peer.store;

import java.io.IOException;

/**
 * A file that the job reads, held by a rank or an origin, is not what it was: nobody can finish the
 * job.
 */
public final class SourceChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  SourceChangedException(String message) {
    super(message);
  }
}
