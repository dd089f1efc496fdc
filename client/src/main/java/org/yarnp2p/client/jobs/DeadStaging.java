package org.yarnp2p.client.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.yarnp2p.client.Reason;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.submit.Staging;
import org.yarnp2p.client.yarn.HomeCluster;
import org.yarnp2p.client.yarn.PatientCluster;

/**
 * The staging directory of a job that does not run, and the job's temporary outputs.
 *
 * @param remains of the job
 * @param path of all that goes
 */
record DeadStaging(Remains remains, String path, String why) implements DeadDirectory {

  /**
   * All of this person.
   *
   * @param before a directory of a job that YARN does not know, and all that is in it, must be last
   *     changed before this moment, ms since the epoch
   * @param doubt told what stays although it is as old, a line for each: another cluster may know
   *     the job
   * @throws IOException when the ResourceManager does not answer: then nothing is known to be dead
   */
  static List<DeadStaging> find(
      Configuration conf, PatientCluster cluster, long before, Consumer<String> doubt)
      throws IOException, YarnException, InterruptedException {
    List<DeadStaging> dead = new ArrayList<>();
    for (FileStatus directory : directories(conf, Staging.root(conf))) {
      KnownJob job;
      Optional<ApplicationReport> application;
      try {
        job = KnownJob.of(conf, directory.getPath().getName());
        application = job.find(cluster);
      } catch (UsageException e) {
        continue; // no job's directory
      }
      Optional<String> why = why(conf, application, directory, before);
      if (why.isPresent() && (application.isPresent() || isOfThisCluster(conf, directory, doubt))) {
        Remains remains = Remains.of(conf, directory.getPath());
        String paths =
            remains.paths().stream().map(Path::toString).collect(Collectors.joining(", "));
        dead.add(new DeadStaging(remains, paths, why.get()));
      }
    }
    return dead;
  }

  private static Optional<String> why(
      Configuration conf,
      Optional<ApplicationReport> application,
      FileStatus directory,
      long before)
      throws IOException {
    if (application.isEmpty()) {
      return isOlder(conf, directory, before)
          ? Optional.of("YARN does not know the job")
          : Optional.empty();
    }
    return switch (application.get().getYarnApplicationState()) {
      case FINISHED, FAILED, KILLED ->
          Optional.of("the job has ended: " + application.get().getFinalApplicationStatus());
      default -> Optional.empty();
    };
  }

  /** A job that YARN does not know may run on another cluster with the same staging directory. */
  private static boolean isOfThisCluster(
      Configuration conf, FileStatus directory, Consumer<String> doubt) {
    HomeCluster here = HomeCluster.of(conf);
    String doubtful;
    try {
      HomeCluster its = HomeCluster.of(conf, directory.getPath());
      if (its.mayBe(here)) {
        return true;
      }
      doubtful = "it is of a job of the cluster at " + its + ", and this one is at " + here;
    } catch (FileNotFoundException e) {
      return true; // a job that was never described completely has not run
    } catch (IOException e) {
      doubtful = "nobody knows of which cluster it is (" + Reason.of(e) + ")";
    }
    doubt.accept(
        directory.getPath()
            + " stays: "
            + doubtful
            + "; run 'p2p clean' there, or remove it by hand if that cluster is gone");
    return false;
  }

  /** A job that goes on writes to what is in its directory, which alone tells nothing of that. */
  private static boolean isOlder(Configuration conf, FileStatus directory, long before)
      throws IOException {
    if (directory.getModificationTime() >= before) {
      return false;
    }
    Path path = directory.getPath();
    try {
      for (FileStatus status : path.getFileSystem(conf).listStatus(path)) {
        boolean older =
            status.isDirectory()
                ? isOlder(conf, status, before)
                : status.getModificationTime() < before;
        if (!older) {
          return false;
        }
      }
    } catch (FileNotFoundException e) {
      return false; // it goes by itself
    }
    return true;
  }

  /** The directories in another one; none when that is not there. */
  static List<FileStatus> directories(Configuration conf, Path parent) throws IOException {
    List<FileStatus> directories = new ArrayList<>();
    try {
      for (FileStatus status : parent.getFileSystem(conf).listStatus(parent)) {
        if (status.isDirectory()) {
          directories.add(status);
        }
      }
    } catch (FileNotFoundException e) {
      return List.of(); // no job so far
    }
    return directories;
  }

  @Override
  public void remove() throws IOException {
    remains.remove();
  }
}
