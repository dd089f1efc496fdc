package org.yarnp2p.peer.store;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.yarnp2p.container.IncurableException;

/**
 * Makes sure that a held file did not change while it was hashed.
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
      throw new IncurableException(
          "it changed while it was read; run the job again when it is at rest");
    }
  }

  IOException failed(IOException cause) {
    return new IOException(who + " cannot be held: " + cause.getMessage(), cause);
  }
}
