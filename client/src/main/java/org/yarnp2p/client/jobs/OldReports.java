package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.client.submit.Reports;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.job.JobFiles;

/** The report of a distribution of long ago, which does not run any more. */
record OldReports(Configuration conf, Path directory) implements DeadDirectory {
  /**
   * All of this person.
   *
   * @param before last changed before this moment, ms since the epoch
   */
  static List<OldReports> find(Configuration conf, long before) throws IOException {
    List<OldReports> old = new ArrayList<>();
    for (FileStatus status : DeadStaging.directories(conf, Reports.root(conf))) {
      boolean named = status.getPath().getName().matches("application_[0-9]+_[0-9]+");
      if (named && status.getModificationTime() < before && !isStaged(conf, status.getPath())) {
        old.add(new OldReports(conf, status.getPath()));
      }
    }
    return old;
  }

  /** A job has its staging directory for as long as it goes on, on whichever cluster. */
  private static boolean isStaged(Configuration conf, Path report) throws IOException {
    Path staging = JobFiles.jobDirectory(Staging.root(conf), report.getName());
    return staging.getFileSystem(conf).exists(staging);
  }

  @Override
  public String path() {
    return directory.toString();
  }

  @Override
  public String why() {
    return "an old report";
  }

  @Override
  public void remove() throws IOException {
    directory.getFileSystem(conf).delete(directory, true);
  }
}
