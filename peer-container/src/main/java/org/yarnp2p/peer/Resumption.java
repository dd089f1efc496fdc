package org.yarnp2p.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.CopyOf;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.Recheck;
import org.yarnp2p.peer.store.RecordedFile;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.WorkDirectory;

/**
 * Opens what an earlier life of this rank has fetched of its wanted files on this host, so that it
 * is not fetched again. For one thread.
 */
final class Resumption {
  private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

  private final JobPlan plan;
  private final WorkDirectory work;
  private final OpenFiles<FileChannel> openFiles;
  private final Recheck recheck = new Recheck();

  /**
   * @param work where the earlier life has left its journal
   * @param openFiles of all stores
   */
  Resumption(JobPlan plan, WorkDirectory work, OpenFiles<FileChannel> openFiles) {
    this.plan = plan;
    this.work = work;
    this.openFiles = openFiles;
  }

  /**
   * Opens.
   *
   * @param wanted where outputs go, by file
   * @param threads that hash at the same time, from 1
   * @return what is there of each file of which something is; the stores hold what is right
   */
  List<Held> open(Map<Integer, Destination> wanted, int threads)
      throws IOException, InterruptedException {
    List<Held> found = new ArrayList<>();
    for (Map.Entry<Integer, Destination> entry : wanted.entrySet()) {
      PlannedFile file = plan.file(entry.getKey());
      Optional<RecordedFile> recorded = work.predecessor().copy(CopyOf.wanted(file.id()));
      if (recorded.isPresent() && isCutAsPlanned(file, recorded.get().shape())) {
        store(file, recorded.get(), entry.getValue())
            .ifPresent(store -> found.add(new Held(file, store)));
      }
    }
    recheck.run(threads);
    found.removeIf(held -> held.store().held().isEmpty() && !held.store().complete());
    if (!found.isEmpty()) {
      LOG.info(
          "{} bytes of {} files are here already, from an earlier life of this rank",
          found.stream().mapToLong(Held::bytes).sum(),
          found.size());
    }
    return found;
  }

  private static boolean isCutAsPlanned(PlannedFile file, FileShape shape) {
    return shape.kind() == file.kind()
        && (shape.kind() == FileKind.INLINE || shape.segmentSize() == file.segmentSize());
  }

  private Optional<SegmentStore> store(
      PlannedFile file, RecordedFile recorded, Destination destination) throws IOException {
    if (file.kind() == FileKind.INLINE) {
      return Optional.of(InlineStore.continued(file.id(), recorded, work.journal()));
    }
    FileShape shape = recorded.shape();
    Path begun = destination.partOr(work.resolve(FileTable.wantedName(file)));
    if (isFile(begun)) {
      LocalFileStore store = LocalFileStore.continued(begun, shape, openFiles, log(file, shape));
      work.predecessor().restore(recorded, store, recheck);
      return Optional.of(store);
    }
    if (!(destination instanceof Destination.Local local) || !isFile(local.target())) {
      return Optional.empty();
    }
    LocalFileStore store =
        LocalFileStore.existing(local.target(), shape, openFiles, log(file, shape));
    if (local.earlier()) {
      work.predecessor().restore(recorded, store, recheck);
    } else {
      // What the earlier life had just put there, or a file that was there before it.
      recheck.add(store, recorded.digests());
    }
    return Optional.of(store);
  }

  private SegmentLog log(PlannedFile file, FileShape shape) {
    return work.journal().payload(CopyOf.wanted(file.id()), shape, 0);
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }
}
