package org.yarnp2p.peer.output;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.WantedFile;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.store.Storage;

/** Decides where a rank's outputs go. */
public final class Destinations {
  private final Rank rank;
  private final JobPlan plan;
  private final Storage storage;
  private final TargetRoots roots;

  /**
   * @param rank whose outputs
   * @param plan names the output directory
   * @param storage opens file systems
   * @param roots where targets on this host may lie
   */
  public Destinations(Rank rank, JobPlan plan, Storage storage, TargetRoots roots) {
    this.rank = rank;
    this.plan = plan;
    this.storage = storage;
    this.roots = roots;
  }

  /**
   * The target directory of the file or, without one, the job's temporary output directory.
   *
   * @throws IOException when nothing may be written to the target
   */
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
    FileSystem fs = storage.of(directory);
    if (Storage.isLocal(fs)) {
      java.nio.file.Path local = Storage.local(fs, directory);
      if (wanted.target().isPresent()) {
        mustBeAllowed(file, local);
      }
      return new Destination.Local(local.resolve(part), local.resolve(name));
    }
    return new Destination.Remote(fs, new Path(directory, part), new Path(directory, name));
  }

  private void mustBeAllowed(PlannedFile file, java.nio.file.Path directory) throws IOException {
    Optional<String> objection = roots.objectionHere(directory);
    if (objection.isPresent()) {
      throw new IOException(
          "%s: target of file %s: %s".formatted(rank, file.name(), objection.get()));
    }
  }
}
