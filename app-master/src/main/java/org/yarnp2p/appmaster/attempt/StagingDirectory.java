package org.yarnp2p.appmaster.attempt;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.service.AbstractService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.WholeFile;

/**
 * The job's staging directory, deleted when this service stops; only an attempt that another one
 * may follow leaves it as it is. Attempts keep there what they tell the next. Thread-safe: nothing
 * is written after the deletion, which would make the directory anew.
 */
public final class StagingDirectory extends AbstractService {
  private static final Logger LOG = LoggerFactory.getLogger(StagingDirectory.class);
  private static final String STATE = "state";

  private final Path directory;
  private final Configuration conf;
  private boolean gone;
  private volatile boolean needed;

  /** Reads a file. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads all of it. */
    T read(InputStream in) throws IOException;
  }

  /**
   * @param directory STAGING/JOB_ID
   * @param lastAttempt whether nobody will need the directory after this process
   */
  public StagingDirectory(Path directory, Configuration conf, boolean lastAttempt) {
    super(StagingDirectory.class.getSimpleName());
    this.directory = directory;
    this.conf = conf;
    needed = !lastAttempt;
  }

  /** The job has ended: there will be no further attempt. */
  public void release() {
    needed = false;
  }

  /** Whether nobody needs the directory after this process. */
  public boolean isLastUse() {
    return !needed;
  }

  /** Keeps a file for the next attempt; there is none of this name yet. */
  public synchronized void put(String name, WholeFile.Content content) throws IOException {
    if (gone) {
      throw new IOException("the job has ended, " + name + " is not written any more");
    }
    WholeFile.write(fs(), file(name), content);
  }

  /**
   * A file that this or an earlier attempt has put.
   *
   * @param prefix of its name
   * @return that of all such files whose name is the last in order; empty when there is none
   */
  public <T> Optional<T> getLast(String prefix, Reader<T> reader) throws IOException {
    Optional<Path> last;
    try {
      last =
          Stream.of(fs().listStatus(new Path(directory, STATE)))
              .map(FileStatus::getPath)
              .filter(file -> file.getName().startsWith(prefix))
              .max(Comparator.comparing(Path::getName));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    if (last.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = fs().open(last.get())) {
      return Optional.of(reader.read(in));
    }
  }

  /** Whether this or an earlier attempt has put a file of this name. */
  public boolean has(String name) throws IOException {
    return fs().exists(file(name));
  }

  private Path file(String name) {
    return new Path(new Path(directory, STATE), name);
  }

  private FileSystem fs() throws IOException {
    return directory.getFileSystem(conf);
  }

  @Override
  protected void serviceStop() throws Exception {
    delete();
    super.serviceStop();
  }

  /** Deletes the directory unless it is needed. May be repeated; any thread. */
  public synchronized void delete() {
    if (needed || gone) {
      return;
    }
    gone = true;
    try {
      fs().delete(directory, true);
    } catch (IOException e) {
      LOG.warn("Staging directory {} is left behind; delete it by hand", directory, e);
    }
  }
}
