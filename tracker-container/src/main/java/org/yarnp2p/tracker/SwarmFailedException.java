package org.yarnp2p.tracker;

import org.yarnp2p.container.IncurableException;

/** The swarm cannot succeed; the message says who, what and why. */
final class SwarmFailedException extends IncurableException {
  private static final long serialVersionUID = 1L;

  SwarmFailedException(String failure) {
    super(failure);
  }
}
