package org.yarnp2p.appmaster.attempt;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * One of the processes that are a job's ApplicationMaster, one after the other.
 *
 * @param number 1, 2, ...
 * @param last whether no other one can follow
 */
public record Attempt(int number, boolean last) {
  /** Of a job without a cluster. */
  public static final Attempt ONLY = new Attempt(1, true);

  /** More containers than one rank has during one attempt. */
  private static final int LIVES = 1000;

  /**
   * One on a cluster, as far as the submitting client knows the cluster's limit. Only an attempt
   * that is the only one knows that it is the last: YARN does not count failures that are old or
   * not the application's fault, such as those by preemption, and says of none whether it counts.
   *
   * @param number 1, 2, ...
   * @param conf of the job
   */
  public static Attempt of(int number, Configuration conf) {
    int most = Math.min(P2pConf.integer(conf, P2pKeys.AM_MAX_ATTEMPTS), allowed(conf));
    return new Attempt(number, most == 1);
  }

  /**
   * What the ResourceManager gives at most to an application that asks. The older key is also what
   * it gives to one that does not ask, and the limit only where the newer one is not set.
   */
  private static int allowed(Configuration conf) {
    return conf.getInt(
        YarnConfiguration.GLOBAL_RM_AM_MAX_ATTEMPTS,
        conf.getInt(
            YarnConfiguration.RM_AM_MAX_ATTEMPTS, YarnConfiguration.DEFAULT_RM_AM_MAX_ATTEMPTS));
  }

  /**
   * The highest incarnation that a container of an earlier attempt can have; 0 in the first. Since
   * the numbers of each attempt begin above those of all before, none has to be written down before
   * a container is started.
   */
  public int earlierIncarnations() {
    return Math.multiplyExact(number - 1, LIVES);
  }
}
