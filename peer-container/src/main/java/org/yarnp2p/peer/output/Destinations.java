package org.yarnp2p.peer.output;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.input.LocalFiles;
import org.yarnp2p.input.WantedFile;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.OutputLayout;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.job.TargetRoots;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.store.Storage;

/** Decides where a rank's outputs go. */
public final class Destinations {
  private final Rank rank;
  private final JobPlan plan;
  private final Storage storage;
  private final int incarnation;
  private final IntPredicate finished;
  private final TargetRoots roots;

  /**
   * @param self whose outputs
   * @param plan names the output directory
   * @param storage opens file systems
   * @param finished whether it is recorded that an earlier life has written the output of a file
   * @param roots where targets on this host may lie
   */
  public Destinations(
      Member self, JobPlan plan, Storage storage, IntPredicate finished, TargetRoots roots) {
    rank = self.rank();
    incarnation = self.incarnation();
    this.plan = plan;
    this.storage = storage;
    this.finished = finished;
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
    // The job's own directory has nothing else in it under this name.
    boolean earlier = finished.test(file.id()) || (wanted.target().isEmpty() && incarnation > 1);
    FileSystem fs = storage.of(directory);
    if (LocalFiles.isLocal(fs)) {
      java.nio.file.Path local = LocalFiles.path(fs, directory);
      if (wanted.target().isPresent()) {
        mustBeAllowed(file, local);
      }
      String part = Destination.runPartName(plan.jobId(), rank, file.id());
      return new Destination.Local(local.resolve(part), local.resolve(name), null, earlier);
    }
    List<Path> parts =
        IntStream.rangeClosed(1, incarnation)
            .mapToObj(life -> Destination.runPartName(plan.jobId(), rank, life, file.id()))
            .map(part -> new Path(directory, part))
            .toList();
    return new Destination.Remote(
        fs,
        parts.get(incarnation - 1),
        parts.subList(0, incarnation - 1),
        new Path(directory, name),
        earlier);
  }

  private void mustBeAllowed(PlannedFile file, java.nio.file.Path directory) throws IOException {
    Optional<String> objection = LocalDirectory.objection(rank, roots, directory);
    if (objection.isPresent()) {
      throw new IncurableException(
          "%s: target of file %s: %s".formatted(rank, file.name(), objection.get()));
    }
  }
}
