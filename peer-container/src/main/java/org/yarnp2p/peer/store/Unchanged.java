package org.yarnp2p.peer.store;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * Makes sure that a held file does not change while the job reads it.
 *
 * @param who rank, input line and file, for messages
 * @param fs where the file is
 * @param status when it was opened
 */
record Unchanged(String who, FileSystem fs, FileStatus status) {
  void check() throws IOException {
    FileStatus now = fs.getFileStatus(status.getPath());
    if (now.getLen() != status.getLen()
        || now.getModificationTime() != status.getModificationTime()) {
      throw new SourceChangedException(
          "%s changed while it was read: it had %d bytes and time %d ms, now %d bytes and time %d ms; run the job again when it is at rest"
              .formatted(
                  who,
                  status.getLen(),
                  status.getModificationTime(),
                  now.getLen(),
                  now.getModificationTime()));
    }
  }

  IOException failed(IOException cause) {
    return cause instanceof SourceChangedException
        ? cause
        : new IOException(who + " cannot be held: " + cause.getMessage(), cause);
  }
}
