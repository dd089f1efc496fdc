package org.yarnp2p.container;

import java.io.IOException;

/**
 * A container cannot go on because of the local directory that it has chosen, and its node has
 * another one for the next container.
 */
public final class SpoiledDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public SpoiledDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
