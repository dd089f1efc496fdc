package org.yarnp2p.appmaster.fleet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.job.JobFiles;
import org.yarnp2p.model.Rank;

/**
 * The files of one job: those in its staging directory with sizes and times, read once, since YARN
 * refuses to give a container a file that has changed since; small ones may be enclosed and travel
 * among the credentials.
 */
public final class StagedJob {
  private final Path directory;
  private final Map<String, FileStatus> shared;
  private final Map<Rank, FileStatus> inputs;
  private final Enclosure enclosure;

  private StagedJob(
      Path directory,
      Map<String, FileStatus> shared,
      Map<Rank, FileStatus> inputs,
      Enclosure enclosure) {
    this.directory = directory;
    this.shared = shared;
    this.inputs = inputs;
    this.enclosure = enclosure;
  }

  /**
   * Looks at the staging directory of a job. The jar may be missing, for a job without a cluster or
   * with an installed program, and so may all inputs together: a distribution has none.
   *
   * @param conf of the job
   * @param directory STAGING/JOB_ID
   * @param peers N
   * @param enclosure by their names in the staging directory, files that need not be fetched
   * @throws IOException when it cannot be read or another file is missing
   */
  public static StagedJob read(Configuration conf, Path directory, int peers, Enclosure enclosure)
      throws IOException {
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
    return new StagedJob(
        fs.makeQualified(directory), shared, inputs(fs, directory, peers), enclosure);
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

  /**
   * The files that are fetched for every container, by their names in its working directory: all
   * that the ApplicationMaster's needs.
   */
  Map<String, FileStatus> shared() {
    Map<String, FileStatus> files = new HashMap<>(shared);
    files.keySet().removeIf(enclosure::has);
    return files;
  }

  /** The files that are fetched for the container of a rank, by their names in its directory. */
  Map<String, FileStatus> forRank(Rank rank) {
    Map<String, FileStatus> files = shared();
    if (inputs.containsKey(rank) && !enclosure.has(JobFiles.inputName(rank))) {
      files.put(JobFiles.INPUT, inputs.get(rank));
    }
    return files;
  }

  /** The others for the ApplicationMaster's container: it passes on what it has got. */
  void encloseAll(Credentials credentials) {
    enclosure.addTo(credentials);
  }

  /** The others for the container of a rank. */
  void enclose(Rank rank, Credentials credentials) {
    for (String name : shared.keySet()) {
      if (enclosure.has(name)) {
        enclosure.addTo(credentials, name, name);
      }
    }
    String input = JobFiles.inputName(rank);
    if (enclosure.has(input)) {
      enclosure.addTo(credentials, input, JobFiles.INPUT);
    }
  }
}
