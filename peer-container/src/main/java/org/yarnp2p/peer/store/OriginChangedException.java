package org.yarnp2p.peer.store;

import java.io.IOException;

/** A file's origin is not what it was when the job was planned: the job cannot go on. */
public final class OriginChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  OriginChangedException(String message) {
    super(message);
  }
}
