package org.yarnp2p.appmaster.commit;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.appmaster.attempt.StagingDirectory;
import org.yarnp2p.appmaster.commit.CommitJournal.Mark;
import org.yarnp2p.storage.StoragePatience;

/** A commit whose ApplicationMaster is gone, and with which no other will go on. */
public final class BrokenOffCommit {
  private BrokenOffCommit() {}

  /**
   * Takes back what it has moved: without {@code _SUCCESS}, nothing of the job is left that looks
   * like an output. Without effect when the commit had not begun, had come to its end, or the
   * staging directory is gone.
   *
   * @param staging STAGING/JOB_ID
   * @param out the job's output directory
   */
  public static void takeBack(Configuration conf, Path staging, Path out, String jobId)
      throws IOException {
    CommitJournal journal = new StagedJournal(new StagingDirectory(staging, conf, false));
    if (!journal.has(Mark.BEGUN)) {
      return;
    }
    Steps steps = new Steps(() -> {}, new StoragePatience("", 0, () -> 0, millis -> {}));
    new OutputCommitter(out.getFileSystem(conf), out, jobId, false, journal, steps).abort();
  }
}
