package org.yarnp2p.peer;

import java.io.IOException;

/** The tracker has given the job up; its message says why. */
final class SwarmFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  SwarmFailedException(String trackersMessage) {
    super("the tracker has ended the swarm: " + trackersMessage);
  }
}
