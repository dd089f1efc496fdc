package org.yarnp2p.peer.store;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.yarnp2p.input.LocalFiles;
import org.yarnp2p.job.Origin;
import org.yarnp2p.job.PlannedFile;
import org.yarnp2p.model.FileShape;

/** Reads segments from the storage path of a file. Thread-safe. */
public final class OriginReader implements Closeable {
  private final Storage storage;
  private final OpenFiles<FSDataInputStream> streams;

  /**
   * @param storage opens file systems
   * @param mostOpen streams kept open, from 1
   */
  public OriginReader(Storage storage, int mostOpen) {
    this.storage = storage;
    streams = new OpenFiles<>(mostOpen);
  }

  /**
   * Reads one segment and makes sure that the path still has the length and time of the plan.
   *
   * @param file with an origin
   * @return a new buffer, from position to limit
   * @throws SourceChangedException when the path is no longer what was planned
   * @throws IOException when it cannot be read
   */
  public ByteBuffer read(PlannedFile file, FileShape shape, int segment) throws IOException {
    Path path = new Path(file.origin().uri());
    FileSystem fs = storage.of(path);
    byte[] bytes = new byte[shape.segmentLength(segment)];
    try {
      streams.use(
          file.id(),
          () -> fs.open(path),
          stream -> {
            stream.readFully(shape.outputOffset(segment), bytes, 0, bytes.length);
            return null;
          });
    } catch (IOException e) {
      // A file cut short ends too early: say what the cause is.
      mustBeAsPlanned(file, statusAfter(e, file, fs, path));
      throw e;
    }
    // After the reading, so that these very bytes are of the file that was planned.
    mustBeAsPlanned(file, status(file, fs, path));
    return ByteBuffer.wrap(bytes);
  }

  /** That there is no status is no news after a read that failed, but that the file is gone. */
  private static FileStatus statusAfter(
      IOException failedRead, PlannedFile file, FileSystem fs, Path path) throws IOException {
    try {
      return status(file, fs, path);
    } catch (SourceChangedException gone) {
      throw gone;
    } catch (IOException e) {
      failedRead.addSuppressed(e);
      throw failedRead;
    }
  }

  /** Closes all streams. */
  @Override
  public void close() {
    streams.close();
  }

  private static FileStatus status(PlannedFile file, FileSystem fs, Path path) throws IOException {
    try {
      return fs.getFileStatus(path);
    } catch (FileNotFoundException e) {
      // What only this host lacks, others may have mounted.
      throw LocalFiles.isLocal(fs) ? e : changed(file, "it is gone");
    }
  }

  private static void mustBeAsPlanned(PlannedFile file, FileStatus status)
      throws SourceChangedException {
    Origin origin = file.origin();
    if (status.getLen() != origin.length()
        || status.getModificationTime() != origin.modificationTime()) {
      throw changed(
          file, "%d bytes and time %d ms".formatted(status.getLen(), status.getModificationTime()));
    }
  }

  private static SourceChangedException changed(PlannedFile file, String now) {
    Origin origin = file.origin();
    return new SourceChangedException(
        "origin of file %s changed since the job was planned: %s had %d bytes and time %d ms, now %s; run the job again"
            .formatted(file.name(), origin.uri(), origin.length(), origin.modificationTime(), now));
  }
}
