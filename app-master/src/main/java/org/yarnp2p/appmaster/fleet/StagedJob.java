package org.yarnp2p.appmaster.fleet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.model.Rank;

/**
 * The files of one job in its staging directory, with sizes and times, read once: YARN refuses to
 * give a container a file that has changed since. Immutable.
 */
public final class StagedJob {
  private final Path directory;
  private final Map<String, FileStatus> shared;
  private final Map<Rank, FileStatus> inputs;

  private StagedJob(Path directory, Map<String, FileStatus> shared, Map<Rank, FileStatus> inputs) {
    this.directory = directory;
    this.shared = Map.copyOf(shared);
    this.inputs = Map.copyOf(inputs);
  }

  /**
   * Looks at the staging directory of a job. The jar may be missing, for a job without a cluster or
   * with an installed program, and so may all inputs together: a distribution has none.
   *
   * @param conf of the job
   * @param directory STAGING/JOB_ID
   * @param peers N
   * @throws IOException when it cannot be read or another file is missing
   */
  public static StagedJob read(Configuration conf, Path directory, int peers) throws IOException {
    FileSystem fs = directory.getFileSystem(conf);
    Map<String, FileStatus> top = list(fs, directory);
    Map<String, FileStatus> shared = new HashMap<>();
    for (String name : new String[] {JobFiles.CONFIGURATION, JobFiles.PLAN, JobFiles.JAR}) {
      if (top.containsKey(name)) {
        shared.put(name, top.get(name));
      } else if (!name.equals(JobFiles.JAR)) {
        throw new FileNotFoundException(name + " is missing in staging directory " + directory);
      }
    }
    String program = P2pConf.text(conf, P2pKeys.PROGRAM);
    if (!program.isEmpty()) {
      Path path = new Path(program);
      shared.put(JobFiles.PROGRAM, path.getFileSystem(conf).getFileStatus(path));
    }
    return new StagedJob(fs.makeQualified(directory), shared, inputs(fs, directory, peers));
  }

  private static Map<Rank, FileStatus> inputs(FileSystem fs, Path directory, int peers)
      throws IOException {
    Path inputDirectory = JobFiles.input(directory, Rank.TRACKER).getParent();
    Map<String, FileStatus> found = fs.exists(inputDirectory) ? list(fs, inputDirectory) : Map.of();
    if (found.isEmpty()) {
      return Map.of();
    }
    Map<Rank, FileStatus> inputs = new HashMap<>();
    for (int r = 0; r <= peers; r++) {
      Rank rank = new Rank(r);
      FileStatus input = found.get(JobFiles.inputName(rank));
      if (input != null) {
        inputs.put(rank, input);
      } else if (rank.isPeer()) {
        throw new FileNotFoundException(
            JobFiles.inputName(rank) + " is missing in staging directory " + inputDirectory);
      }
    }
    return inputs;
  }

  private static Map<String, FileStatus> list(FileSystem fs, Path directory) throws IOException {
    Map<String, FileStatus> files = new HashMap<>();
    for (FileStatus status : fs.listStatus(directory)) {
      files.put(status.getPath().getName(), status);
    }
    return files;
  }

  /** STAGING/JOB_ID, fully qualified. */
  public Path directory() {
    return directory;
  }

  /** The files for the ApplicationMaster's container, by their names in its working directory. */
  public Map<String, FileStatus> forApplicationMaster() {
    return shared;
  }

  /** The files for the container of a rank, by their names in its working directory. */
  public Map<String, FileStatus> forRank(Rank rank) {
    FileStatus input = inputs.get(rank);
    if (input == null) {
      return shared;
    }
    Map<String, FileStatus> files = new HashMap<>(shared);
    files.put(JobFiles.INPUT, input);
    return files;
  }
}
