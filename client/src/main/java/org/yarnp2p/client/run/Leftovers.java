package org.yarnp2p.client.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.appmaster.commit.BrokenOffCommit;
import org.yarnp2p.job.OutputLayout;

/** Removes what a job without success has left in its output directory. */
public final class Leftovers {
  private Leftovers() {}

  /**
   * Takes back a commit that was broken off, and removes the job's temporary directory and the
   * directories above it that the job has made, as far as they are empty. Without effect when that
   * has been done. The job's containers must be gone, its staging directory not yet: it says how
   * far the commit had come.
   *
   * @param staging STAGING/JOB_ID
   * @param out the job's output directory
   * @param outputToo whether the job has made the output directory itself
   */
  public static void remove(Configuration conf, Path staging, Path out, boolean outputToo)
      throws IOException {
    String jobId = staging.getName();
    BrokenOffCommit.takeBack(conf, staging, out, jobId);
    FileSystem fs = out.getFileSystem(conf);
    fs.delete(OutputLayout.temporary(out, jobId), true);
    removeIfEmpty(fs, OutputLayout.temporary(out));
    if (outputToo) {
      removeIfEmpty(fs, out);
    }
  }

  private static void removeIfEmpty(FileSystem fs, Path directory) throws IOException {
    boolean empty;
    try {
      empty = fs.listStatus(directory).length == 0;
    } catch (FileNotFoundException e) {
      return; // the ApplicationMaster cleans up too, and may have been faster
    }
    if (empty) {
      fs.delete(directory, false);
    }
  }
}
