package org.yarnp2p.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.store.FreeSpace;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.store.WorkDirectory;
import org.yarnp2p.protocol.DescribedFile;

/** Puts together what a rank holds, what it wants, and what the tracker says of these files. */
final class FileTable {
  private final Rank rank;
  private final JobPlan plan;
  private final Map<Integer, Held> held;
  private final Map<Integer, Destination> wanted;
  private final WorkDirectory work;
  private final OpenFiles<FileChannel> openFiles;
  private final FreeSpace space;

  /**
   * @param inventory what is held and wanted
   * @param work for segments that are not stored at their destination
   * @param space to be checked before anything is fetched
   */
  FileTable(
      Rank rank,
      JobPlan plan,
      Inventory inventory,
      WorkDirectory work,
      OpenFiles<FileChannel> openFiles,
      FreeSpace space) {
    this.rank = rank;
    this.plan = plan;
    held =
        Stream.concat(inventory.held().stream(), inventory.kept().stream())
            .collect(Collectors.toMap(file -> file.plan().id(), Function.identity()));
    wanted = inventory.wanted();
    this.work = work;
    this.openFiles = openFiles;
    this.space = space;
  }

  /**
   * Opens stores for the wanted files; what is held of them already is copied.
   *
   * @param described by the tracker: all files that this rank holds or wants
   */
  SharedFiles build(List<DescribedFile> described) throws IOException {
    Map<Integer, DescribedFile> byId = new HashMap<>();
    described.forEach(file -> byId.put(file.file(), file));
    List<SharedFile> files = new ArrayList<>();
    for (PlannedFile planned : plan.files()) {
      if (held.containsKey(planned.id()) || wanted.containsKey(planned.id())) {
        DescribedFile description = byId.get(planned.id());
        if (description == null) {
          throw new IOException(
              "the tracker did not describe file " + planned.name() + " to " + rank);
        }
        files.add(shared(planned, description));
      }
    }
    space.check();
    copyPrefixes(files);
    return new SharedFiles(files);
  }

  private SharedFile shared(PlannedFile planned, DescribedFile description) throws IOException {
    Held own = held.get(planned.id());
    Destination destination = wanted.get(planned.id());
    FileShape shape = description.shape();
    boolean needsStore = needsStore(own, shape, destination);
    if (!needsStore && destination instanceof Destination.Local local) {
      space.needs(local.part().getParent(), missingBytes(own.store()));
    }
    return new SharedFile(
        planned,
        shape,
        needsStore ? newStore(planned, shape, destination) : own.store(),
        destination != null,
        own != null && own.store().shape().segmentCount() > 0,
        new Manifest(description.digests()));
  }

  /** What is held only in part is added to where that is possible, else copied. */
  private static boolean needsStore(Held own, FileShape shape, Destination destination) {
    if (destination == null) {
      return false;
    }
    return own == null
        || !own.store().shape().equals(shape)
        || !(own.store().complete() || takesSegments(own.store()));
  }

  private static boolean takesSegments(SegmentStore store) {
    return store instanceof LocalFileStore file && file.takesSegments();
  }

  private static long missingBytes(SegmentStore store) {
    BitSet held = store.held();
    return store.shape().dataLength() - held.stream().mapToLong(store.shape()::segmentLength).sum();
  }

  private SegmentStore newStore(PlannedFile planned, FileShape shape, Destination destination)
      throws IOException {
    if (planned.kind() == FileKind.INLINE) {
      return new InlineStore(shape);
    }
    Path file = work.resolve(planned.id() + ".wanted");
    if (destination instanceof Destination.Local local) {
      // What arrives is at its place at once; only the name changes at the end.
      file = local.part();
      Files.createDirectories(file.getParent());
    }
    space.needs(file.getParent(), shape.dataLength());
    return LocalFileStore.create(file, shape, openFiles);
  }

  private void copyPrefixes(List<SharedFile> files) throws IOException {
    for (SharedFile file : files) {
      Held own = held.get(file.plan().id());
      if (own != null && own.store() != file.store()) {
        BitSet prefix = own.store().held();
        for (int i = prefix.nextSetBit(0); i >= 0; i = prefix.nextSetBit(i + 1)) {
          file.store().write(i, own.store().digest(i).orElseThrow(), own.store().read(i));
        }
        own.store().close();
      }
    }
  }
}
