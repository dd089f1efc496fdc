package org.yarnp2p.peer.stream;

import java.io.IOException;

/** The other end has sent what it must not send: the connection is closed. */
final class StreamViolation extends IOException {
  private static final long serialVersionUID = 1L;

  StreamViolation(String message) {
    super(message);
  }

  /** Makes sure that a field is within bounds. */
  static int within(String field, int value, int least, int most) throws StreamViolation {
    if (value < least || value > most) {
      throw new StreamViolation(
          "%s: found %d, expected %d to %d".formatted(field, value, least, most));
    }
    return value;
  }
}
