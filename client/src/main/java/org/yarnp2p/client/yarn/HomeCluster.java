package org.yarnp2p.client.yarn;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.yarnp2p.job.JobFiles;

/**
 * The cluster of a configuration, as its ResourceManagers' addresses name it. Two clusters may
 * share a staging directory, and the one knows nothing of the other's jobs.
 *
 * @param addresses of all its ResourceManagers
 */
public record HomeCluster(Set<String> addresses) {
  /** Of a command or a job. */
  public static HomeCluster of(Configuration conf) {
    Collection<String> ids = HAUtil.isHAEnabled(conf) ? HAUtil.getRMHAIds(conf) : Set.of();
    Set<String> addresses = new TreeSet<>();
    for (String id : ids) {
      String host = conf.get(HAUtil.addSuffix(YarnConfiguration.RM_HOSTNAME, id));
      addresses.add(
          conf.get(
              HAUtil.addSuffix(YarnConfiguration.RM_ADDRESS, id),
              host + ":" + YarnConfiguration.DEFAULT_RM_PORT));
    }
    if (addresses.isEmpty()) {
      addresses.add(conf.get(YarnConfiguration.RM_ADDRESS, YarnConfiguration.DEFAULT_RM_ADDRESS));
    }
    return new HomeCluster(addresses);
  }

  /**
   * Of the job with this staging directory, which keeps its configuration.
   *
   * @throws IOException when that cannot be read; {@link java.io.FileNotFoundException} when there
   *     is none yet
   */
  public static HomeCluster of(Configuration conf, Path staging) throws IOException {
    Path file = JobFiles.configuration(staging);
    Configuration job = new Configuration(false);
    try (InputStream in = file.getFileSystem(conf).open(file)) {
      job.addResource(in, file.toString());
      job.size(); // reads it
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
    return of(job);
  }

  /** Whether it may be the same: one ResourceManager of them is. */
  public boolean mayBe(HomeCluster other) {
    return addresses.stream().anyMatch(other.addresses::contains);
  }

  @Override
  public String toString() {
    return String.join(", ", addresses);
  }
}
