package org.yarnp2p.client.follow;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.yarnp2p.job.JobReport;

/** The client's link to the job's ApplicationMaster. Thread-safe. */
public interface JobLink extends Closeable {
  /**
   * How the job stands.
   *
   * @param application as the ResourceManager reports it: says where the ApplicationMaster is
   * @return empty when there is none to ask, or it does not answer
   */
  Optional<JobReport> status(ApplicationReport application);

  /**
   * Tells the ApplicationMaster to end the job.
   *
   * @throws IOException when there is none, or it does not answer
   */
  void kill(ApplicationReport application, String reason) throws IOException;

  @Override
  void close();
}
