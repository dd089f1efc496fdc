package org.yarnp2p.client.submit;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.client.Reason;

/** An input file that was there when the input was checked cannot be read any more. */
public final class UnreadableInputException extends IOException {
  private static final long serialVersionUID = 1;

  UnreadableInputException(Path file, IOException cause) {
    super("could not read " + file + ": " + Reason.of(cause), cause);
  }
}
