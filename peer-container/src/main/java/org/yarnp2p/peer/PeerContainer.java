package org.yarnp2p.peer;

import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.yarnp2p.container.ContainerMain;

/** The process of one of the ranks 1..N. */
public final class PeerContainer {
  private PeerContainer() {}

  /**
   * Runs until the end of the job, then ends the process. Everything is read from the environment.
   */
  public static void main(String[] args) {
    ContainerMain.run(
        context -> PeerService.start(context, System.getenv(Environment.LOCAL_DIRS.key())));
  }
}
