package org.yarnp2p.peer.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import org.yarnp2p.model.Digest;
import org.yarnp2p.model.FileShape;
import org.yarnp2p.model.Sha256;

/**
 * The segments of a payload file in one local file, each at its own place. Reads and writes are
 * positional; the file is opened when first used and counts among {@link OpenFiles}.
 */
public final class LocalFileStore implements SegmentStore {
  /**
   * Bytes of one read at most. The JVM keeps a direct buffer of this size for each thread that
   * reads.
   */
  private static final int READ = 256 * 1024;

  /**
   * Bytes of one write at most, up to a multiple of it in the file. Linux gives a file's cache
   * blocks as large as what is written, and large ones cost a virtual machine more.
   */
  private static final int WRITE = 64 * 1024;

  private final OpenFiles<FileChannel> openFiles;
  private final FileShape shape;
  private final Ledger ledger;
  private final SegmentWriters writers;
  private final boolean own;

  /** Held for writing while the file changes its name. */
  private final ReadWriteLock naming = new ReentrantReadWriteLock();

  private Path path;

  /** Null unless the file is a person's own. */
  private volatile Unchanged unchanged;

  /**
   * Whether the file is there: it is made only once, so that a deleted one is not taken for new.
   */
  private boolean made;

  /** Whether the file has its final name, and perhaps permissions under which it is only read. */
  private boolean finished;

  private LocalFileStore(
      Path path,
      FileShape shape,
      OpenFiles<FileChannel> openFiles,
      SegmentLog log,
      boolean own,
      boolean made) {
    this.path = path;
    this.shape = shape;
    this.openFiles = openFiles;
    this.own = own;
    this.made = made;
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
    return new LocalFileStore(path, shape, openFiles, log, true, false);
  }

  /**
   * A file of this peer's own that is there at its full length. Its segments are held once they are
   * {@link #vouch vouched for}; the others may be written.
   *
   * @param log told what is held
   */
  public static LocalFileStore continued(
      Path path, FileShape shape, OpenFiles<FileChannel> openFiles, SegmentLog log) {
    return new LocalFileStore(path, shape, openFiles, log, true, true);
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
    return new LocalFileStore(path, shape, openFiles, log, false, true);
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
    return own;
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
      readFully(shape.outputOffset(segment) + at, buffer);
      sha.update(buffer.flip());
      hashed.accept(buffer.limit());
    }
    return sha.finish();
  }

  @Override
  public ByteBuffer read(int segment) throws IOException {
    ledger.mustHold(segment, this);
    ByteBuffer data = ByteBuffer.allocate(shape.segmentLength(segment));
    readFully(shape.outputOffset(segment), data);
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
    long end = shape.outputOffset(segment) + shape.segmentLength(segment);
    withChannel(
        channel -> {
          if (channel.size() < end) {
            throw new EOFException(this + " ends at " + channel.size() + ", expected " + shape);
          }
          return null;
        });
  }

  @Override
  public void send(int segment, int offset, int count, WritableByteChannel target)
      throws IOException {
    ledger.mustHold(segment, this);
    long end = shape.outputOffset(segment) + offset + count;
    withChannel(
        channel -> {
          for (long at = end - count; at < end; ) {
            long sent = channel.transferTo(at, end - at, target);
            if (sent == 0) {
              throw new EOFException(this + " ends at " + at + ", expected " + shape);
            }
            at += sent;
          }
          return null;
        });
  }

  @Override
  public boolean discard(int segment) {
    boolean held = writers.discard(segment);
    if (makeWritable()) {
      openFiles.close(this); // it is opened for writing when it is used next
    }
    return held;
  }

  /** Whether it was not. */
  private boolean makeWritable() {
    naming.writeLock().lock();
    try {
      boolean readOnly = finished;
      finished = false;
      return readOnly;
    } finally {
      naming.writeLock().unlock();
    }
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
    long offset = shape.outputOffset(segment) + within;
    int end = bytes.limit();
    withChannel(
        channel -> {
          long at = offset;
          while (bytes.position() < end) {
            int room = WRITE - (int) (at % WRITE);
            bytes.limit(Math.min(end, bytes.position() + room));
            at += channel.write(bytes, at);
          }
          return null;
        });
  }

  /**
   * Reads from an offset until the buffer is full, whether the segments there are held or not.
   *
   * @throws EOFException when the file ends before
   */
  void readFully(long offset, ByteBuffer target) throws IOException {
    int end = target.limit();
    withChannel(
        channel -> {
          long at = offset;
          while (target.position() < end) {
            target.limit(Math.min(end, target.position() + READ));
            int count = channel.read(target, at);
            if (count < 0) {
              throw new EOFException(this + " ends at " + at + ", expected " + shape);
            }
            at += count;
          }
          return null;
        });
  }

  @Override
  public void writeOutput(OutputStream out) throws IOException {
    ledger.mustHoldAll(this);
    byte[] buffer = new byte[(int) Math.min(READ, shape.dataLength())];
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
   * @return whether they are right still
   */
  private boolean writeOutput(int segment, byte[] buffer, OutputStream out) throws IOException {
    Sha256 sha = new Sha256();
    int length = shape.segmentLength(segment);
    for (int at = 0; at < length; at += buffer.length) {
      int count = Math.min(buffer.length, length - at);
      readFully(shape.outputOffset(segment) + at, ByteBuffer.wrap(buffer, 0, count));
      sha.update(ByteBuffer.wrap(buffer, 0, count));
      out.write(buffer, 0, count);
    }
    return sha.finish().equals(ledger.digest(segment).orElse(null));
  }

  /** Where the file is now. */
  public Path path() {
    naming.readLock().lock();
    try {
      return path;
    } finally {
      naming.readLock().unlock();
    }
  }

  /** Makes sure that the file is there: one without bytes may never have been used. */
  public void make() throws IOException {
    withChannel(channel -> null);
  }

  /**
   * Gives the file another name in the same file system, in one step, over a file that may have
   * that name. All segments are held, and go on being served; none is written any more.
   */
  public void moveTo(Path target) throws IOException {
    make();
    naming.writeLock().lock();
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      path = target;
      finished = true;
    } finally {
      naming.writeLock().unlock();
    }
  }

  /** Closes the file; it stays where it is. */
  @Override
  public void close() {
    openFiles.close(this);
  }

  @Override
  public String toString() {
    return path().toString();
  }

  private void withChannel(OpenFiles.Use<FileChannel, Void> use) throws IOException {
    openFiles.use(this, this::open, use);
  }

  /** Called by {@link OpenFiles} alone, one call at a time. */
  private FileChannel open() throws IOException {
    naming.readLock().lock();
    try {
      if (made) {
        return own && !finished
            ? openToWrite(StandardOpenOption.READ, StandardOpenOption.WRITE)
            : FileChannel.open(path, StandardOpenOption.READ);
      }
      FileChannel channel = makeFile();
      made = true;
      return channel;
    } finally {
      naming.readLock().unlock();
    }
  }

  private FileChannel makeFile() throws IOException {
    FileChannel channel =
        openToWrite(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      long length = shape.dataLength();
      channel.truncate(length);
      if (channel.size() < length) {
        channel.write(ByteBuffer.allocate(1), length - 1);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private FileChannel openToWrite(StandardOpenOption... how) throws IOException {
    letWrite();
    Set<OpenOption> options = new HashSet<>(List.of(how));
    // In a directory that others may write to, a link could lead to any file of the job's user.
    options.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(path, options);
  }

  /** The permissions may be those of a read-only source already. */
  private void letWrite() throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.add(PosixFilePermission.OWNER_WRITE)) {
      view.setPermissions(permissions);
    }
  }
}
