package org.yarnp2p.container;

import java.io.IOException;

/** A container cannot go on for a reason that lies in its node, such as a full disk. */
public final class UnfitNodeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public UnfitNodeException(String message) {
    super(message);
  }

  /** With a message for people. */
  public UnfitNodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
