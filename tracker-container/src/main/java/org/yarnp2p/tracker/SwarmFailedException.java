package org.yarnp2p.tracker;

import java.io.IOException;

/** The swarm cannot succeed; the message says who, what and why. */
final class SwarmFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  SwarmFailedException(String failure) {
    super(failure);
  }
}
