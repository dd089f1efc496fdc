package org.yarnp2p.appmaster;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.service.AbstractService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job's staging directory, deleted when this service stops; only an attempt that another one
 * may follow leaves it as it is.
 */
final class StagingDirectory extends AbstractService {
  private static final Logger LOG = LoggerFactory.getLogger(StagingDirectory.class);

  private final Path directory;
  private final Configuration conf;
  private final AtomicBoolean gone = new AtomicBoolean();
  private volatile boolean needed;

  /**
   * @param directory STAGING/JOB_ID
   * @param lastAttempt whether nobody will need the directory after this process
   */
  StagingDirectory(Path directory, Configuration conf, boolean lastAttempt) {
    super(StagingDirectory.class.getSimpleName());
    this.directory = directory;
    this.conf = conf;
    needed = !lastAttempt;
  }

  /** The job has ended: there will be no further attempt. */
  void release() {
    needed = false;
  }

  /** Whether nobody needs the directory after this process. */
  boolean isLastUse() {
    return !needed;
  }

  @Override
  protected void serviceStop() throws Exception {
    delete();
    super.serviceStop();
  }

  /** Deletes the directory unless it is needed. May be repeated; any thread. */
  void delete() {
    if (needed || !gone.compareAndSet(false, true)) {
      return;
    }
    try {
      directory.getFileSystem(conf).delete(directory, true);
    } catch (IOException e) {
      LOG.warn("Staging directory {} is left behind; delete it by hand", directory, e);
    }
  }
}
