package org.yarnp2p.peer.store;

import org.yarnp2p.container.IncurableException;

/** A file's origin is not what it was when the job was planned: the job cannot go on. */
public final class OriginChangedException extends IncurableException {
  private static final long serialVersionUID = 1L;

  OriginChangedException(String message) {
    super(message);
  }
}
