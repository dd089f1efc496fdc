package org.yarnp2p.peer;

import org.yarnp2p.container.IncurableException;

/** The tracker has given the job up; its message says why. */
final class SwarmFailedException extends IncurableException {
  private static final long serialVersionUID = 1L;

  SwarmFailedException(String trackersMessage) {
    super("the tracker has ended the swarm: " + trackersMessage);
  }
}
