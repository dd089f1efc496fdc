package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.appmaster.fleet.ProcessNotes;
import org.yarnp2p.client.run.WorkDirectory;
import org.yarnp2p.job.JobFiles;

/**
 * Where the processes of a {@code --local} job had their files: what a killed one has left, or the
 * logs of a failed one.
 *
 * @param remains of the job
 * @param path of all that goes
 */
record DeadWork(WorkDirectory directory, Remains remains, String path) implements DeadDirectory {
  /**
   * Those on this host of which no process lives, neither the client nor a rank, which goes on for
   * a while when the client is killed.
   */
  static List<DeadWork> find(Configuration conf) throws IOException {
    List<DeadWork> dead = new ArrayList<>();
    for (WorkDirectory directory : WorkDirectory.all(conf)) {
      boolean lives =
          ProcessHandle.of(directory.clientProcess()).map(ProcessHandle::isAlive).orElse(false);
      if (!lives && !ProcessNotes.anyLives(directory.path())) {
        dead.add(of(conf, directory));
      }
    }
    return dead;
  }

  /** The plan, which says where the outputs were to go, was staged in the directory. */
  private static DeadWork of(Configuration conf, WorkDirectory directory) throws IOException {
    Path staging = new Path(directory.staging().toUri());
    Remains remains = Remains.of(conf, JobFiles.jobDirectory(staging, directory.jobId()));
    List<String> paths = new ArrayList<>();
    for (Path path : remains.outputs()) {
      paths.add(path.toString());
    }
    paths.add(directory.path().toString());
    return new DeadWork(directory, remains, String.join(", ", paths));
  }

  @Override
  public String why() {
    return "its processes are gone";
  }

  @Override
  public void remove() throws IOException {
    remains.remove();
    directory.remove();
  }
}
