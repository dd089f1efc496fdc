package org.yarnp2p.protocol;

import java.io.IOException;
import org.yarnp2p.model.Member;

/** A message came from a life of a rank that is over: its sender must end. */
public final class FencedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** For the receiver of the message. */
  public FencedException(Member sender, int current) {
    this(sender + " is fenced off: incarnation " + current + " has taken its place");
  }

  /** For Hadoop IPC, which makes the exception anew at the caller. */
  public FencedException(String message) {
    super(message);
  }
}
