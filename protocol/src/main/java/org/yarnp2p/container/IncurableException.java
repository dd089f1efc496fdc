package org.yarnp2p.container;

import java.io.IOException;

/** A container cannot go on, for a reason that every other container of its rank would have too. */
public class IncurableException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message for people. */
  public IncurableException(String message) {
    super(message);
  }

  /** With a message for people. */
  public IncurableException(String message, Throwable cause) {
    super(message, cause);
  }
}
