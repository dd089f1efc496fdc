package org.yarnp2p.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.model.SegmentRef;
import org.yarnp2p.peer.output.Destination;
import org.yarnp2p.peer.output.LocalDirectory;
import org.yarnp2p.peer.store.CopyOf;
import org.yarnp2p.peer.store.FreeSpace;
import org.yarnp2p.peer.store.HeldFiles.Held;
import org.yarnp2p.peer.store.InlineStore;
import org.yarnp2p.peer.store.LocalFileStore;
import org.yarnp2p.peer.store.Manifest;
import org.yarnp2p.peer.store.OpenFiles;
import org.yarnp2p.peer.store.SegmentLog;
import org.yarnp2p.peer.store.SegmentStore;
import org.yarnp2p.peer.store.SharedFile;
import org.yarnp2p.peer.store.SharedFiles;
import org.yarnp2p.peer.store.WorkDirectory;
import org.yarnp2p.protocol.DescribedFile;

/** Puts together what a rank holds, what it wants, and what the tracker says of these files. */
final class FileTable {
  private static final Logger LOG = LoggerFactory.getLogger(FileTable.class);

  private final Rank rank;
  private final JobPlan plan;
  private final Map<Integer, Held> held;
  private final Map<Integer, Held> kept;
  private final Map<Integer, Destination> wanted;
  private final WorkDirectory work;
  private final OpenFiles<FileChannel> openFiles;
  private final FreeSpace space;

  /** What {@link #build} has dropped of the input. */
  private final List<SegmentRef> altered = new ArrayList<>();

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
    held = byId(inventory.held());
    kept = byId(inventory.kept());
    wanted = inventory.wanted();
    this.work = work;
    this.openFiles = openFiles;
    this.space = space;
  }

  private static Map<Integer, Held> byId(List<Held> files) {
    return files.stream().collect(Collectors.toMap(file -> file.plan().id(), Function.identity()));
  }

  /** Name of the file in the work directory where a wanted file's segments are. */
  static String wantedName(PlannedFile file) {
    return file.id() + ".wanted";
  }

  /**
   * Opens stores for the wanted files; what is held of them already is copied. There is none for a
   * wanted file that is not described: it is lost.
   *
   * @param described by the tracker: files that this rank holds or wants
   */
  SharedFiles build(List<DescribedFile> described) throws IOException {
    Map<Integer, DescribedFile> byId = new HashMap<>();
    described.forEach(file -> byId.put(file.file(), file));
    List<SharedFile> files = new ArrayList<>();
    for (PlannedFile planned : plan.files()) {
      DescribedFile description = byId.get(planned.id());
      boolean isHeld = held.containsKey(planned.id());
      if (isHeld && description == null) {
        throw new IOException(
            "the tracker did not describe file " + planned.name() + " to " + rank);
      }
      if (description != null && (isHeld || wanted.containsKey(planned.id()))) {
        files.add(shared(planned, description));
      }
    }
    space.check();
    copyWhatIsElsewhere(files);
    SharedFiles all = new SharedFiles(files);
    // What an earlier life has fetched is held all the same.
    altered.removeIf(segment -> all.get(segment.file()).holds(segment.segment()));
    return all;
  }

  private SharedFile shared(PlannedFile planned, DescribedFile description) throws IOException {
    Held input = held.get(planned.id());
    Destination destination = wanted.get(planned.id());
    FileShape shape = description.shape();
    Held left = kept.get(planned.id());
    Held own = isCutSo(left, shape) ? left : input;
    if (left != null && !isCutSo(left, shape)) {
      left.store().close(); // of no use, and perhaps where the new store is to be
    }
    if (input != null) {
      dropAltered(input, description);
    }
    if (left == null && isWritten(own, destination, shape)) {
      SegmentStore store = own == null ? nothing(planned, shape) : own.store();
      return new SharedFile(
          planned, shape, store, false, isFirstHolder(input), new Manifest(description.digests()));
    }
    boolean needsStore = needsStore(own, shape, destination);
    if (!needsStore && destination != null && own.store() instanceof LocalFileStore store) {
      space.needs(store.path().getParent(), missingBytes(store));
    }
    return new SharedFile(
        planned,
        shape,
        needsStore ? newStore(planned, shape, destination) : own.store(),
        destination != null,
        isFirstHolder(plan.distribution() == null ? input : own),
        new Manifest(description.digests()));
  }

  /**
   * Segments that are not held any more, though the tracker has been told that they are: those of
   * the input that an earlier life of this rank has told otherwise, and those that have gone bad
   * since. Complete when the stores are built.
   */
  List<SegmentRef> altered() {
    return altered;
  }

  /** Before anybody can hear that it is held, and while it can still be fetched where it is. */
  private void dropAltered(Held input, DescribedFile description) {
    SegmentStore store = input.store();
    for (int segment : store.held().stream().toArray()) {
      Digest known = description.digests().get(segment);
      boolean other = known != null && !store.digest(segment).equals(Optional.of(known));
      if (other) {
        input.told().correct(segment, known);
      }
      if (other || input.told().isAltered(segment)) {
        drop(input, segment);
      }
    }
  }

  private void drop(Held own, int segment) {
    LOG.error(
        "{}: its copy of segment {} of {} in {} has gone bad since it was verified; see that disk",
        rank,
        segment + 1,
        own.plan().name(),
        own.store());
    own.store().discard(segment);
    altered.add(new SegmentRef(own.plan().id(), segment));
  }

  private static boolean isCutSo(Held own, FileShape shape) {
    return own != null && own.store().shape().equals(shape);
  }

  /**
   * Whether an earlier life of this rank has written the output, while nothing else is known of
   * what it had, and not all segments are here: then the file is not wanted any more.
   */
  private static boolean isWritten(Held own, Destination destination, FileShape shape)
      throws IOException {
    boolean complete = isCutSo(own, shape) && own.store().complete();
    return destination != null && !complete && destination.isWritten(shape.outputLength());
  }

  /** Holds nothing, and takes nothing. */
  private SegmentStore nothing(PlannedFile planned, FileShape shape) {
    return planned.kind() == FileKind.INLINE
        ? new InlineStore(shape)
        : LocalFileStore.existing(work.resolve(wantedName(planned)), shape, openFiles);
  }

  private static boolean isFirstHolder(Held brought) {
    return brought != null && brought.store().shape().segmentCount() > 0;
  }

  /** What is held only in part is added to where that is possible, else copied. */
  private static boolean needsStore(Held own, FileShape shape, Destination destination)
      throws IOException {
    if (destination == null) {
      return false;
    }
    return own == null
        || !own.store().shape().equals(shape)
        || !(own.store().complete() || takesSegments(own.store()))
        || hasGrown(own.store(), destination);
  }

  /**
   * Whether more follows the last segment at the destination itself. Nobody shall see it while that
   * is mended, so all is copied.
   */
  private static boolean hasGrown(SegmentStore store, Destination destination) throws IOException {
    return store instanceof LocalFileStore file
        && destination instanceof Destination.Local local
        && file.path().equals(local.target())
        && Files.size(file.path()) > file.shape().outputLength();
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
      return InlineStore.wanted(planned.id(), shape, work.journal());
    }
    // Where it can be, what arrives is at its place at once; only the name changes at the end.
    Path file = destination.partOr(work.resolve(wantedName(planned)));
    if (destination instanceof Destination.Local) {
      LocalDirectory.makeToWrite(rank, file.getParent());
    } else {
      Files.createDirectories(file.getParent());
    }
    space.needs(file.getParent(), shape.dataLength());
    SegmentLog log = work.journal().payload(CopyOf.wanted(planned.id()), shape, 0);
    return LocalFileStore.create(file, shape, openFiles, log);
  }

  /** A prefix from the input, and what is left of a copy that cannot be written to. */
  private void copyWhatIsElsewhere(List<SharedFile> files) throws IOException {
    for (SharedFile file : files) {
      Held left = kept.get(file.plan().id());
      if (isCutSo(left, file.shape())) {
        copyFrom(left, file);
      }
      copyFrom(held.get(file.plan().id()), file);
    }
  }

  private void copyFrom(Held own, SharedFile file) throws IOException {
    if (own == null || own.store() == file.store()) {
      return;
    }
    if (file.wanted()) {
      BitSet there = own.store().held();
      there.andNot(file.store().held());
      for (int i = there.nextSetBit(0); i >= 0; i = there.nextSetBit(i + 1)) {
        copy(i, own, file.store());
      }
    }
    own.store().close();
  }

  /** Some time after it was hashed, if it was: nobody looks at the copy again. */
  private void copy(int segment, Held own, SegmentStore to) throws IOException {
    Digest digest = own.store().digest(segment).orElseThrow();
    ByteBuffer data = own.store().read(segment);
    if (Digest.of(data.duplicate()).equals(digest)) {
      to.write(segment, digest, data);
    } else {
      own.store().mustBeUnchanged();
      drop(own, segment);
    }
  }
}
