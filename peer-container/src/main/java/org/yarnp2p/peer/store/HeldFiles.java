package org.yarnp2p.peer.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.container.IncurableException;
import org.yarnp2p.input.LocalFiles;
import org.yarnp2p.input.OwnedFile;
import org.yarnp2p.job.ExaminedPayload;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileKind;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Member;
import org.yarnp2p.protocol.HeldFile;

/**
 * Opens what a rank holds from its input and computes the digests. A payload on the rank's own disk
 * is served from where it is; one elsewhere is copied to the work directory while it is hashed, as
 * far as an earlier life of the rank has not done so already. Each rank begins at a place of its
 * own in a file, so that several holders together have all of it ready sooner. For one thread.
 */
public final class HeldFiles {
  private static final Logger LOG = LoggerFactory.getLogger(HeldFiles.class);

  /** Segments of a local file are hashed in runs of about this many bytes. */
  private static final long RUN = 32L << 20;

  /** Files elsewhere are read in longer runs, since each opens the file once more. */
  private static final long REMOTE_RUN = 128L << 20;

  private final Member self;
  private final JobPlan plan;
  private final Storage storage;
  private final WorkDirectory work;
  private final OpenFiles<FileChannel> openFiles;
  private final int threads;
  private final LongConsumer hashed;
  private final RandomGenerator random;

  /** Work to be done, by file. */
  private final Map<Integer, List<Hashing.Work>> copies = new LinkedHashMap<>();

  private final Map<Integer, List<Hashing.Work>> runs = new LinkedHashMap<>();

  /**
   * @param self whose files; a later life of a rank does without those that are gone
   * @param plan knows the files' ids and segment sizes
   * @param storage opens file systems
   * @param work where remote files are copied to
   * @param openFiles of all stores
   * @param threads that hash at the same time, from 1
   * @param hashed told the bytes hashed, in steps
   * @param random decides where a file is begun
   */
  public HeldFiles(
      Member self,
      JobPlan plan,
      Storage storage,
      WorkDirectory work,
      OpenFiles<FileChannel> openFiles,
      int threads,
      LongConsumer hashed,
      RandomGenerator random) {
    this.self = self;
    this.plan = plan;
    this.storage = storage;
    this.work = work;
    this.openFiles = openFiles;
    this.threads = threads;
    this.hashed = hashed;
    this.random = random;
  }

  /**
   * A file that is held from the start.
   *
   * @param plan the file in the job's plan
   * @param store holds the segments of its shape, which may be a prefix of the file, as far as they
   *     are hashed
   * @param told of what is held from the input; else empty
   */
  public record Held(PlannedFile plan, SegmentStore store, ToldDigests told) {
    /** What an earlier distribution or life of the rank has left. */
    public Held(PlannedFile plan, SegmentStore store) {
      this(plan, store, ToldDigests.anew(0, SegmentLog.NONE));
    }

    /** Bytes of the segments that are hashed. */
    public long bytes() {
      return store.held().stream().mapToLong(store.shape()::segmentLength).sum();
    }

    /** What the tracker is told now. */
    public HeldFile manifest() {
      return new HeldFile(plan.id(), store.shape(), told.digests());
    }

    /**
     * What a later tracker is told, also of what is not held any more: else it would take what the
     * next life has there for right.
     *
     * @param known what an earlier one has told counts for more
     */
    public HeldFile manifest(Manifest known) {
      Map<Integer, Digest> digests = told.digests();
      digests.replaceAll((segment, digest) -> known.expected(segment).orElse(digest));
      return new HeldFile(plan.id(), store.shape(), digests);
    }
  }

  /**
   * Opens what is held and hashes what is in memory. The rest is hashed by {@link #hash}.
   *
   * @param owned from the rank's input
   * @throws IOException names the rank, the input line and the file that cannot be held
   */
  public List<Held> open(List<OwnedFile> owned) throws IOException, InterruptedException {
    List<Held> held = new ArrayList<>();
    for (OwnedFile file : owned) {
      PlannedFile planned =
          plan.named(file.name())
              .orElseThrow(() -> new IncurableException(where(file) + " is not in the job's plan"));
      if (file instanceof OwnedFile.Inline inline) {
        inline(inline, planned).ifPresent(held::add);
      } else if (file instanceof OwnedFile.Payload payload) {
        payload(payload, planned).ifPresent(held::add);
      }
    }
    return held;
  }

  /**
   * Hashes files that have been opened and are not hashed yet, several threads at the same time,
   * and waits until it is done.
   *
   * @param which given the ids of files in the job's plan
   * @param publication told what is hashed
   * @throws IOException when a file cannot be read or has changed; names the rank, the input line
   *     and the file
   */
  public void hash(IntPredicate which, Publication publication)
      throws IOException, InterruptedException {
    List<Hashing.Work> now = new ArrayList<>();
    // Copies take longest, so they begin first.
    copies.forEach((file, works) -> now.addAll(which.test(file) ? works : List.of()));
    runs.forEach((file, works) -> now.addAll(which.test(file) ? works : List.of()));
    copies.keySet().removeIf(which::test);
    runs.keySet().removeIf(which::test);
    new Hashing(threads, hashed).run(now, publication);
  }

  /** Empty when this is a later life of the rank and an earlier one had other lines. */
  private Optional<Held> inline(OwnedFile.Inline inline, PlannedFile planned)
      throws IncurableException {
    SegmentStore store = InlineStore.of(inline.segments());
    hashed.accept(store.shape().dataLength());
    ToldDigests told;
    try {
      told = toldEarlier(planned.id(), store.shape(), 0);
    } catch (IncurableException e) {
      return doneWithout(inline, planned, e);
    }
    store.held().stream()
        .forEach(
            segment ->
                store
                    .digest(segment)
                    .ifPresent(digest -> told.held(segment, told.toTell(segment, digest))));
    return Optional.of(new Held(planned, store, told));
  }

  /**
   * Empty when this is a later life of the rank and the file is gone: others may have it by now,
   * and the tracker knows if not.
   */
  private Optional<Held> payload(OwnedFile.Payload payload, PlannedFile planned)
      throws IOException, InterruptedException {
    try {
      Path path = new Path(payload.uri());
      FileSystem fs = storage.of(path);
      FileStatus status = fs.getFileStatus(path);
      if (!status.isFile()) {
        throw new IncurableException("is a directory");
      }
      if (LocalFiles.isSpecial(fs, path)) {
        throw new IncurableException("is not a regular file");
      }
      mustBeAsExamined(payload, status);
      FileShape shape = FileShape.payload(status.getLen(), planned.segmentSize());
      Unchanged unchanged = new Unchanged(where(payload), fs, status);
      int id = planned.id();
      if (LocalFiles.isLocal(fs)) {
        ToldDigests told = toldEarlier(id, shape, status.getModificationTime());
        LocalFileStore store =
            LocalFileStore.existing(LocalFiles.path(fs, path), shape, openFiles, told);
        store.follows(unchanged);
        runs.put(
            id,
            cut(
                shape,
                new BitSet(),
                RUN,
                (from, to) -> new Hashing.LocalRun(id, store, told, from, to, unchanged)));
        return Optional.of(new Held(planned, store, told));
      }
      long sourceTime = status.getModificationTime();
      ToldDigests told =
          ToldDigests.anew(
              shape.segmentCount(), work.journal().payload(CopyOf.held(id), shape, sourceTime));
      LocalFileStore copy = copy(id, shape, sourceTime, told);
      copies.put(
          id,
          cut(
              shape,
              copy.held(),
              REMOTE_RUN,
              (from, to) -> new Localizing(id, fs, copy, told, from, to, unchanged)));
      return Optional.of(new Held(planned, copy, told));
    } catch (FileNotFoundException | AccessControlException | IncurableException e) {
      return doneWithout(payload, planned, e);
    } catch (IOException e) {
      throw new IOException(where(payload) + " cannot be held: " + e.getMessage(), e);
    }
  }

  /**
   * What an earlier life has told of the file stays on record: a later one may find it again.
   *
   * @throws IncurableException when this is the first life
   */
  private Optional<Held> doneWithout(OwnedFile file, PlannedFile planned, IOException why)
      throws IncurableException {
    if (self.incarnation() == 1) {
      throw new IncurableException(where(file) + " cannot be held: " + why.getMessage(), why);
    }
    LOG.warn("{} cannot be held any more: {}", where(file), why.getMessage());
    int id = planned.id();
    work.predecessor()
        .copy(CopyOf.held(id))
        .ifPresent(
            before ->
                ToldDigests.after(
                    before.digests(), record(id, before.shape(), before.sourceTime())));
    return Optional.empty();
  }

  /** What it was cut into, and who may hold it, follows from what the client has found. */
  private void mustBeAsExamined(OwnedFile.Payload payload, FileStatus now)
      throws IncurableException {
    ExaminedPayload then = plan.examined(payload.uri().toString()).orElse(null);
    if (then != null
        && (then.length() != now.getLen()
            || then.modificationTime() != now.getModificationTime())) {
      throw new IncurableException(
          "changed since the job was planned: it had %d bytes and time %d ms, now %d bytes and time %d ms; run the job again when it is at rest"
              .formatted(
                  then.length(), then.modificationTime(), now.getLen(), now.getModificationTime()));
    }
  }

  /**
   * With what an earlier life of this rank has told of the same file, on this host.
   *
   * @param sourceTime modification time in ms; 0 of an inline file
   * @throws IncurableException when that had another length
   */
  private ToldDigests toldEarlier(int id, FileShape shape, long sourceTime)
      throws IncurableException {
    Optional<RecordedFile> before = work.predecessor().copy(CopyOf.held(id));
    if (before.isPresent() && !before.get().shape().equals(shape)) {
      throw new IncurableException(
          "had %s when an earlier life of this rank held it, now %s%s"
              .formatted(
                  before.get().shape(),
                  shape,
                  shape.kind() == FileKind.INLINE ? ", or of other lengths" : ""));
    }
    return ToldDigests.after(
        before
            .map(RecordedFile::digests)
            .orElseGet(() -> Collections.nCopies(shape.segmentCount(), null)),
        record(id, shape, sourceTime));
  }

  private SegmentLog record(int id, FileShape shape, long sourceTime) {
    return shape.kind() == FileKind.INLINE
        ? work.journal().heldLines(id, shape)
        : work.journal().payload(CopyOf.held(id), shape, sourceTime);
  }

  /** With what an earlier life of this rank has copied of the same file. */
  private LocalFileStore copy(int id, FileShape shape, long sourceTime, SegmentLog log)
      throws IOException, InterruptedException {
    java.nio.file.Path path = work.resolve(id + ".held");
    Optional<RecordedFile> before =
        work.predecessor()
            .copy(CopyOf.held(id))
            .filter(known -> known.shape().equals(shape) && known.sourceTime() == sourceTime)
            .filter(known -> Files.isRegularFile(path));
    if (before.isEmpty()) {
      return LocalFileStore.create(path, shape, openFiles, log);
    }
    LocalFileStore copy = LocalFileStore.continued(path, shape, openFiles, log);
    Recheck recheck = new Recheck();
    work.predecessor().restore(before.get(), copy, recheck);
    recheck.run(threads);
    hashed.accept(copy.held().stream().mapToLong(shape::segmentLength).sum());
    return copy;
  }

  private interface Part {
    Hashing.Work of(int from, int to);
  }

  /**
   * Of an empty file there is one part, so that it is looked at too.
   *
   * @param done segments of no part
   */
  private List<Hashing.Work> cut(FileShape shape, BitSet done, long runBytes, Part part) {
    int segments = shape.segmentCount();
    if (segments == 0) {
      return List.of(part.of(0, 0));
    }
    List<Hashing.Work> works = new ArrayList<>();
    int run = (int) Math.max(1, runBytes / Math.max(1, shape.segmentSize()));
    int from = done.nextClearBit(0);
    while (from < segments) {
      int gapEnd = done.nextSetBit(from);
      int end = gapEnd < 0 ? segments : gapEnd;
      int to = (int) Math.min(end, (long) from + run);
      works.add(part.of(from, to));
      from = done.nextClearBit(to);
    }
    if (!works.isEmpty()) {
      Collections.rotate(works, random.nextInt(works.size()));
    }
    return works;
  }

  private String where(OwnedFile file) {
    String content = file instanceof OwnedFile.Payload payload ? " at " + payload.uri() : "";
    return "%s, input line %d: file %s%s".formatted(self.rank(), file.line(), file.name(), content);
  }
}
