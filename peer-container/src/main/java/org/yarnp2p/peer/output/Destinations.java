package org.yarnp2p.peer.output;

import java.io.IOException;
import java.util.function.IntPredicate;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.WantedFile;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.store.Storage;

/** Decides where a rank's outputs go. */
public final class Destinations {
  private final Rank rank;
  private final JobPlan plan;
  private final Storage storage;
  private final boolean laterLife;
  private final IntPredicate finished;

  /**
   * @param self whose outputs
   * @param plan names the output directory
   * @param storage opens file systems
   * @param finished whether it is recorded that an earlier life has written the output of a file
   */
  public Destinations(Member self, JobPlan plan, Storage storage, IntPredicate finished) {
    rank = self.rank();
    laterLife = self.incarnation() > 1;
    this.plan = plan;
    this.storage = storage;
    this.finished = finished;
  }

  /** The target directory of the file or, without one, the job's temporary output directory. */
  public Destination of(WantedFile wanted, PlannedFile file) throws IOException {
    Path directory =
        wanted
            .target()
            .map(Path::new)
            .orElseGet(
                () -> OutputLayout.temporary(new Path(plan.outputDirectory()), plan.jobId()));
    String name =
        wanted.target().isPresent() ? file.name() : OutputLayout.clientFile(rank, file.name());
    String part = Destination.partName(plan.jobId(), rank, file.id());
    // The job's own directory has nothing else in it under this name.
    boolean earlier = finished.test(file.id()) || (wanted.target().isEmpty() && laterLife);
    FileSystem fs = storage.of(directory);
    if (Storage.isLocal(fs)) {
      java.nio.file.Path local = Storage.local(fs, directory);
      return new Destination.Local(local.resolve(part), local.resolve(name), null, earlier);
    }
    return new Destination.Remote(
        fs, new Path(directory, part), new Path(directory, name), earlier);
  }
}
