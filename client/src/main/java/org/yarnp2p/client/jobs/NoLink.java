package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.yarnp2p.client.follow.JobLink;
import org.yarnp2p.job.JobReport;

/** The link of those who may not ask a job's ApplicationMaster. */
final class NoLink implements JobLink {
  @Override
  public Optional<JobReport> status(ApplicationReport application) {
    return Optional.empty();
  }

  @Override
  public void kill(ApplicationReport application, String reason) throws IOException {
    throw new IOException("only those who have submitted a job have its token");
  }

  @Override
  public void close() {}
}
