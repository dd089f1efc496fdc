package org.yarnp2p.peer.download;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.container.UnfitNodeException;

/** Tells reads that are not allowed, which no patience helps, from those that fail for a while. */
final class Forbidden {
  /** What Java says of the local disks when a file is opened. */
  private static final String DENIED = "(Permission denied)";

  private static final String REMEDY = "; let the job's user read it";

  private Forbidden() {}

  /**
   * What to end the peer with; empty when the read may succeed later. The storage of a cluster
   * tells every node the same, a file of local disks may be readable elsewhere.
   *
   * @param uri that was read
   * @param what happened, for people
   * @param e why the read failed
   */
  static Optional<IOException> reading(String uri, String what, IOException e) {
    boolean denied =
        e instanceof AccessControlException
            || e instanceof AccessDeniedException
            || (e instanceof FileNotFoundException
                && e.getMessage() != null
                && e.getMessage().endsWith(DENIED));
    if (!denied) {
      return Optional.empty();
    }
    return Optional.of(
        "file".equals(new Path(uri).toUri().getScheme())
            ? new UnfitNodeException(what + REMEDY, e)
            : new IncurableException(what + REMEDY, e));
  }
}
