package org.yarnp2p.appmaster.commit;

import java.io.IOException;
import org.yarnp2p.storage.StoragePatience;

/**
 * Takes the steps of a commit: each only while this is surely the one ApplicationMaster of the job,
 * and again while storage is out of order for a time, as in safe mode. So each must be one that may
 * be repeated.
 */
public final class Steps {
  private final Authority authority;
  private final StoragePatience patience;

  /** Whether this process may change the outputs. */
  @FunctionalInterface
  public interface Authority {
    /**
     * Returns as soon as it may.
     *
     * @throws IOException when it may not any more
     */
    void confirm() throws IOException;
  }

  /** All steps are taken with the same patience. */
  public Steps(Authority authority, StoragePatience patience) {
    this.authority = authority;
    this.patience = patience;
  }

  /**
   * Takes a step of the commit: only while this is surely the one ApplicationMaster.
   *
   * @throws IOException when storage refuses it, or is out of order for too long; the message says
   *     what to do where that is known
   */
  void take(StoragePatience.Step step) throws IOException {
    patience.take(step, authority::confirm);
  }

  /**
   * Takes a step that any attempt may take at any time.
   *
   * @throws IOException as {@link #take}
   */
  public void repeat(StoragePatience.Step step) throws IOException {
    patience.take(step);
  }
}
