package org.yarnp2p.peer.store;

import org.yarnp2p.container.IncurableException;

/**
 * A file that the job reads, held by a rank or an origin, is not what it was: nobody can finish the
 * job.
 */
public final class SourceChangedException extends IncurableException {
  private static final long serialVersionUID = 1L;

  SourceChangedException(String message) {
    super(message);
  }
}
