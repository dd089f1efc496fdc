package org.yarnp2p.peer.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Sha256;

/** The segments of a payload file in one local file, each at its own place. */
public final class LocalFileStore implements SegmentStore {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFileStore.class);

  private final PositionalFile file;
  private final FileShape shape;
  private final Ledger ledger;
  private final SegmentWriters writers;

  /** Null unless the file is a person's own. */
  private volatile Unchanged unchanged;

  private LocalFileStore(PositionalFile file, FileShape shape, SegmentLog log) {
    this.file = file;
    this.shape = shape;
    ledger = new Ledger(shape.segmentCount(), log);
    writers = new SegmentWriters(shape, ledger, this::put);
  }

  /**
   * A file of this peer's own, made at its full length when it is first used. Nothing is held yet.
   *
   * @param log told what is held
   */
  public static LocalFileStore create(
      Path path, FileShape shape, OpenFiles<FileChannel> openFiles, SegmentLog log) {
    return of(path, shape, openFiles, log, true, false);
  }

  /**
   * A file of this peer's own that is there at its full length. Its segments are held once they are
   * {@link #vouch vouched for}; the others may be written.
   *
   * @param log told what is held
   */
  public static LocalFileStore continued(
      Path path, FileShape shape, OpenFiles<FileChannel> openFiles, SegmentLog log) {
    return of(path, shape, openFiles, log, true, true);
  }

  /**
   * A file that is there and is only read. Its segments are held once they are {@link #vouch
   * vouched for}.
   */
  public static LocalFileStore existing(
      Path path, FileShape shape, OpenFiles<FileChannel> openFiles) {
    return existing(path, shape, openFiles, SegmentLog.NONE);
  }

  /** The same; a log is told what is held. */
  public static LocalFileStore existing(
      Path path, FileShape shape, OpenFiles<FileChannel> openFiles, SegmentLog log) {
    return of(path, shape, openFiles, log, false, true);
  }

  private static LocalFileStore of(
      Path path,
      FileShape shape,
      OpenFiles<FileChannel> openFiles,
      SegmentLog log,
      boolean own,
      boolean made) {
    PositionalFile file = new PositionalFile(path, shape.dataLength(), openFiles, own, made);
    return new LocalFileStore(file, shape, log);
  }

  @Override
  public FileShape shape() {
    return shape;
  }

  @Override
  public BitSet held() {
    return ledger.held();
  }

  @Override
  public Optional<Digest> digest(int segment) {
    return ledger.digest(segment);
  }

  /** Enters a segment whose bytes are in the file already. */
  public void vouch(int segment, Digest digest) {
    ledger.enter(segment, digest);
  }

  @Override
  public boolean takesSegments() {
    return file.own();
  }

  /**
   * Hashes what is at a segment's place, whether it is held or not.
   *
   * @param buffer a direct one is best; its capacity is read at a time
   * @param hashed told the bytes hashed, in steps
   * @throws EOFException when the file ends before
   */
  public Digest compute(int segment, ByteBuffer buffer, LongConsumer hashed) throws IOException {
    Sha256 sha = new Sha256();
    int length = shape.segmentLength(segment);
    for (int at = 0; at < length; at += buffer.limit()) {
      buffer.clear().limit(Math.min(buffer.capacity(), length - at));
      file.read(shape.outputOffset(segment) + at, buffer);
      sha.update(buffer.flip());
      hashed.accept(buffer.limit());
    }
    return sha.finish();
  }

  @Override
  public ByteBuffer read(int segment) throws IOException {
    ledger.mustHold(segment, this);
    ByteBuffer data = ByteBuffer.allocate(shape.segmentLength(segment));
    file.read(shape.outputOffset(segment), data);
    return data.flip();
  }

  @Override
  public boolean write(int segment, Digest digest, ByteBuffer data) throws IOException {
    return writers.write(segment, digest, data);
  }

  @Override
  public Optional<SegmentWriter> begin(int segment) {
    return writers.begin(segment);
  }

  @Override
  public Optional<SegmentWriter> gather(int segment) {
    return writers.gather(segment);
  }

  @Override
  public void check(int segment) throws IOException {
    ledger.mustHold(segment, this);
    file.mustReach(shape.outputOffset(segment) + shape.segmentLength(segment));
  }

  @Override
  public void send(int segment, int offset, int count, WritableByteChannel target)
      throws IOException {
    ledger.mustHold(segment, this);
    file.send(shape.outputOffset(segment) + offset, count, target);
  }

  @Override
  public boolean discard(int segment) {
    return writers.discard(segment);
  }

  /** What {@link #mustBeUnchanged} looks at: of a file that is only read. */
  void follows(Unchanged source) {
    unchanged = source;
  }

  @Override
  public void mustBeUnchanged() throws IOException {
    Unchanged source = unchanged;
    if (source != null) {
      source.check();
    }
  }

  /** Writes a segment to its place; it is held once it is {@link #vouch vouched for}. */
  void fill(int segment, ByteBuffer data) throws IOException {
    put(segment, 0, data);
  }

  private void put(int segment, int within, ByteBuffer bytes) throws IOException {
    file.write(shape.outputOffset(segment) + within, bytes);
  }

  @Override
  public void writeOutput(OutputStream out) throws IOException {
    ledger.mustHoldAll(this);
    byte[] buffer = new byte[(int) Math.min(PositionalFile.READ, shape.dataLength())];
    BitSet damaged = new BitSet();
    for (int segment = 0; segment < shape.segmentCount(); segment++) {
      if (!writeOutput(segment, buffer, out)) {
        damaged.set(segment);
      }
    }
    if (!damaged.isEmpty()) {
      throw new DamagedSegmentsException(damaged, this);
    }
  }

  /**
   * Hashes all segments, which are held, once more.
   *
   * @throws DamagedSegmentsException names all that have gone bad
   */
  public void verify() throws IOException {
    writeOutput(OutputStream.nullOutputStream());
  }

  /**
   * The bytes have been on the disk since they were verified, and nobody looks at them again.
   *
   * @return whether they are there and right still
   */
  private boolean writeOutput(int segment, byte[] buffer, OutputStream out) throws IOException {
    Sha256 sha = new Sha256();
    int length = shape.segmentLength(segment);
    for (int at = 0; at < length; at += buffer.length) {
      int count = Math.min(buffer.length, length - at);
      try {
        file.read(shape.outputOffset(segment) + at, ByteBuffer.wrap(buffer, 0, count));
      } catch (EOFException e) {
        LOG.warn("{}", e.getMessage()); // not to be taken for trouble with what is written to
        return false;
      }
      sha.update(ByteBuffer.wrap(buffer, 0, count));
      out.write(buffer, 0, count);
    }
    return sha.finish().equals(ledger.digest(segment).orElse(null));
  }

  /** Where the file is now. */
  public Path path() {
    return file.path();
  }

  /**
   * All segments are held: the file is there, also when it has no bytes and was never used, and is
   * only read from now on, until one is written again. So it may get a read-only source's
   * permissions.
   */
  public void finish() throws IOException {
    file.finish();
  }

  /**
   * Gives the file, which is {@link #finish finished}, another name in the same file system, in one
   * step, over a file that may have that name. Its segments go on being served.
   */
  public void moveTo(Path target) throws IOException {
    file.moveTo(target);
  }

  /** Closes the file; it stays where it is. */
  @Override
  public void close() {
    file.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
