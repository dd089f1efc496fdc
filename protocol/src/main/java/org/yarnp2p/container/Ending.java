package org.yarnp2p.container;

import java.io.IOException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.FencedException;
import org.yarnp2p.protocol.JobOverException;
import org.yarnp2p.protocol.RankStatus;

/** How a container's work has ended. */
sealed interface Ending {
  /** The work is done. */
  record Done(RankStatus status) implements Ending {}

  /** The work failed; the ApplicationMaster has to know. */
  record Failed(Throwable cause) implements Ending {
    /** What may help. */
    Cure cure() {
      return Cures.of(cause);
    }
  }

  /**
   * The job ends or goes on without this container: the ApplicationMaster said so, has given the
   * rank to another one, or has not been heard of for too long. There is nobody to tell.
   *
   * @param reason for people
   * @param cause null when there was no error
   */
  record Dismissed(String reason, Throwable cause) implements Ending {}

  /** What it means that a call to the ApplicationMaster failed for good. */
  static Ending ofUmbilical(IOException failure) {
    if (failure instanceof FencedException || failure instanceof AccessControlException) {
      return new Dismissed(
          "turned away by the ApplicationMaster: " + failure.getMessage(), failure);
    }
    if (failure instanceof JobOverException) {
      return new Dismissed(failure.getMessage(), failure);
    }
    if (failure instanceof RemoteException) {
      return new Failed(failure);
    }
    return new Dismissed(
        "the ApplicationMaster cannot be reached: " + failure.getMessage(), failure);
  }
}
