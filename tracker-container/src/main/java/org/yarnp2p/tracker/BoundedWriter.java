package org.yarnp2p.tracker;

import java.io.IOException;
import java.io.Writer;

/** Gathers text up to a length; refuses more. */
final class BoundedWriter extends Writer {
  private final StringBuilder text = new StringBuilder();
  private final int most;

  /**
   * @param most characters
   */
  BoundedWriter(int most) {
    this.most = most;
  }

  @Override
  public void write(char[] from, int offset, int length) throws IOException {
    if (length > most - text.length()) {
      throw new IOException(
          "the map has more than " + most + " characters; ask for one file by its name");
    }
    text.append(from, offset, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** The text so far. */
  @Override
  public String toString() {
    return text.toString();
  }
}
