package org.yarnp2p.appmaster.fleet;

import org.yarnp2p.model.Member;

/** Hears of containers. Called on the fleet's threads; must not block and must not throw. */
public interface FleetListener {
  /**
   * The container has been started.
   *
   * @param containerId YARN's, or the process id without a cluster
   */
  void launched(Member member, String host, String containerId);

  /** The container is over, or could not be started. */
  void ended(Member member, ExitReport report);

  /**
   * YARN wants the container back for another application, and will take it soon. May be told again
   * and again.
   */
  default void askedBack(Member member) {}

  /**
   * Another ApplicationMaster may have taken over the job, with its containers: this one has to
   * leave them alone. There will be no more news.
   *
   * @param diagnostics why
   */
  default void superseded(String diagnostics) {
    fleetFailed(diagnostics);
  }

  /**
   * There will be no more containers and no more news.
   *
   * @param diagnostics why, and what to do
   */
  void fleetFailed(String diagnostics);
}
