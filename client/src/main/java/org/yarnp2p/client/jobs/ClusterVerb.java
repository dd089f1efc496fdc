package org.yarnp2p.client.jobs;

import org.yarnp2p.client.Session;
import org.yarnp2p.client.Settings;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.yarn.Cluster;
import org.yarnp2p.client.yarn.PatientCluster;
import org.yarnp2p.client.yarn.YarnCluster;
import org.yarnp2p.job.ExitCode;

/** A verb that asks the ResourceManager. */
abstract class ClusterVerb implements Verb {
  @Override
  public final ExitCode run(Session session) throws Exception {
    try (Cluster cluster = new YarnCluster(session.conf())) {
      return run(session, cluster);
    }
  }

  /** The same with any cluster. */
  final ExitCode run(Session session, Cluster cluster) throws Exception {
    Settings settings = Settings.of(session.conf());
    return run(session, cluster, PatientCluster.of(cluster, settings, session.console()));
  }

  /**
   * Does the work.
   *
   * @param cluster asked once
   * @param patient the same, asked until it answers
   */
  abstract ExitCode run(Session session, Cluster cluster, PatientCluster patient) throws Exception;
}
