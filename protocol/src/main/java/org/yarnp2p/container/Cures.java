package org.yarnp2p.container;

import java.io.IOException;
import java.util.regex.Pattern;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.security.TokenEnd;
import org.yarnp2p.storage.StorageTrouble;

/** Finds out of an error what may help the rank whose container it ends. */
final class Cures {
  /** What the operating system says of a disk; Java has no exceptions of its own for it. */
  private static final Pattern DISK_TROUBLE =
      Pattern.compile(
          "No space left on device|Disk quota exceeded|Read-only file system|Input/output error");

  private Cures() {}

  /**
   * The cure, by the error and its causes. A reason that is not known may be one of the moment, and
   * how often a rank may fail is limited.
   */
  static Cure of(Throwable error) {
    if (error instanceof IllegalArgumentException && error.getCause() == null) {
      return Cure.NONE; // a key's value makes no sense
    }
    if (TokenEnd.isReasonOf(error)) {
      return Cure.NONE;
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      // The quota is that of the output directory, which is the same from every node.
      if (cause instanceof IncurableException || StorageTrouble.isQuota(cause)) {
        return Cure.NONE;
      }
      if (cause instanceof SpoiledDirectoryException) {
        return Cure.RESTART;
      }
      if (cause instanceof UnfitNodeException || isDiskTrouble(cause)) {
        return Cure.ELSEWHERE;
      }
    }
    return Cure.RESTART;
  }

  private static boolean isDiskTrouble(Throwable error) {
    return error instanceof IOException
        && error.getMessage() != null
        && DISK_TROUBLE.matcher(error.getMessage()).find();
  }
}
