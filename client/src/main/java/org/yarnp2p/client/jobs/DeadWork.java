package org.yarnp2p.client.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.client.run.WorkDirectory;

/**
 * Where the processes of a {@code --local} job had their files: what a killed one has left, or the
 * logs of a failed one.
 */
record DeadWork(WorkDirectory directory) implements DeadDirectory {
  /** Those on this host whose client process is no more. */
  static List<DeadWork> find(Configuration conf) throws IOException {
    List<DeadWork> dead = new ArrayList<>();
    for (WorkDirectory directory : WorkDirectory.all(conf)) {
      boolean lives =
          ProcessHandle.of(directory.clientProcess()).map(ProcessHandle::isAlive).orElse(false);
      if (!lives) {
        dead.add(new DeadWork(directory));
      }
    }
    return dead;
  }

  @Override
  public String path() {
    return directory.path().toString();
  }

  @Override
  public String why() {
    return "its process is gone";
  }

  @Override
  public void remove() throws IOException {
    directory.remove();
  }
}
