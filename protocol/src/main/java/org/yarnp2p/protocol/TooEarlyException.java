package org.yarnp2p.protocol;

import java.io.IOException;

/** The tracker cannot answer yet, since it has not heard of all peers: ask again after a while. */
public final class TooEarlyException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Also for Hadoop IPC, which makes the exception anew at the caller. */
  public TooEarlyException(String message) {
    super(message);
  }
}
