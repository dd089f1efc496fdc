package org.yarnp2p.protocol;

import java.io.IOException;

/** There is no ApplicationMaster any more, and none will come: the job has ended. */
public final class JobOverException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param how that is known
   */
  public JobOverException(String how) {
    super(how);
  }
}
