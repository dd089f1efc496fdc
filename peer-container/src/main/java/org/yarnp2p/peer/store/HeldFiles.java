package org.yarnp2p.peer.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.OwnedFile;
import org.yarnp2p.job.JobPlan;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.HeldFile;

/**
 * Opens what a rank holds from its input and computes the digests. A payload on the rank's own disk
 * is served from where it is; one elsewhere is copied to the work directory while it is hashed.
 */
public final class HeldFiles {
  /** Segments of a local file are hashed in runs of about this many bytes. */
  private static final long RUN = 32L << 20;

  private final Rank rank;
  private final JobPlan plan;
  private final Storage storage;
  private final WorkDirectory work;
  private final OpenFiles<FileChannel> openFiles;

  /**
   * @param rank whose files, for messages
   * @param plan knows the files' ids and segment sizes
   * @param storage opens file systems
   * @param work where remote files are copied to
   * @param openFiles of all stores
   */
  public HeldFiles(
      Rank rank,
      JobPlan plan,
      Storage storage,
      WorkDirectory work,
      OpenFiles<FileChannel> openFiles) {
    this.rank = rank;
    this.plan = plan;
    this.storage = storage;
    this.work = work;
    this.openFiles = openFiles;
  }

  /**
   * A file that is held from the input.
   *
   * @param plan the file in the job's plan
   * @param store holds all segments of its shape, which may be a prefix of the file
   */
  public record Held(PlannedFile plan, SegmentStore store) {
    /** What the tracker is told. */
    public HeldFile manifest() {
      FileShape shape = store.shape();
      return new HeldFile(
          plan.id(),
          shape,
          IntStream.range(0, shape.segmentCount())
              .mapToObj(segment -> store.digest(segment).orElseThrow())
              .toList());
    }
  }

  /**
   * Opens and hashes.
   *
   * @param owned from the rank's input
   * @param threads that hash at the same time, from 1
   * @param hashed told the bytes hashed, in steps
   * @throws IOException names the rank, the input line and the file that cannot be held
   */
  public List<Held> open(List<OwnedFile> owned, int threads, LongConsumer hashed)
      throws IOException, InterruptedException {
    List<Held> held = new ArrayList<>();
    Deque<Hashing.Work> works = new ArrayDeque<>();
    for (OwnedFile file : owned) {
      PlannedFile planned =
          plan.named(file.name())
              .orElseThrow(() -> new IOException(where(file) + " is not in the job's plan"));
      if (file instanceof OwnedFile.Inline inline) {
        SegmentStore store = InlineStore.of(inline.segments());
        hashed.accept(store.shape().dataLength());
        held.add(new Held(planned, store));
      } else if (file instanceof OwnedFile.Payload payload) {
        held.add(new Held(planned, payload(payload, planned, works)));
      }
    }
    new Hashing(threads, hashed).run(works);
    return held;
  }

  private SegmentStore payload(
      OwnedFile.Payload payload, PlannedFile planned, Deque<Hashing.Work> works)
      throws IOException {
    try {
      Path path = new Path(payload.uri());
      FileSystem fs = storage.of(path);
      FileStatus status = fs.getFileStatus(path);
      if (!status.isFile()) {
        throw new IOException("is a directory");
      }
      FileShape shape = FileShape.payload(status.getLen(), planned.segmentSize());
      if (Storage.isLocal(fs)) {
        LocalFileStore store = LocalFileStore.existing(Storage.local(fs, path), shape, openFiles);
        addRuns(store, new Unchanged(where(payload), fs, status), works);
        return store;
      }
      LocalFileStore copy =
          LocalFileStore.create(work.resolve(planned.id() + ".held"), shape, openFiles);
      // Copies take longest, so they begin first.
      works.addFirst(new Localizing(fs, copy, new Unchanged(where(payload), fs, status)));
      return copy;
    } catch (IOException e) {
      throw new IOException(where(payload) + " cannot be held: " + e.getMessage(), e);
    }
  }

  private static void addRuns(
      LocalFileStore store, Unchanged unchanged, Deque<Hashing.Work> works) {
    int segments = store.shape().segmentCount();
    int run = (int) Math.max(1, RUN / Math.max(1, store.shape().segmentSize()));
    for (int from = 0; from < segments; from += run) {
      works.add(
          new Hashing.LocalRun(
              store, from, (int) Math.min(segments, (long) from + run), unchanged));
    }
  }

  private String where(OwnedFile file) {
    String content = file instanceof OwnedFile.Payload payload ? " at " + payload.uri() : "";
    return "%s, input line %d: file %s%s".formatted(rank, file.line(), file.name(), content);
  }
}
