package org.yarnp2p.peer.store;

import java.io.EOFException;
import java.io.IOException;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A local file of known length that is read and written at positions. It is opened when first used,
 * and counts among {@link OpenFiles}. Thread-safe.
 */
final class PositionalFile {
  /**
   * Bytes of one read at most. The JVM keeps a direct buffer of this size for each thread that
   * reads.
   */
  static final int READ = 256 * 1024;

  /**
   * Bytes of one write at most, up to a multiple of it in the file. Linux gives a file's cache
   * blocks as large as what is written, and large ones cost a virtual machine more.
   */
  private static final int WRITE = 64 * 1024;

  private final long length;
  private final OpenFiles<FileChannel> openFiles;
  private final boolean own;

  /** Held for writing while the file changes its name. */
  private final ReadWriteLock naming = new ReentrantReadWriteLock();

  private Path path;

  /**
   * Whether the file is there: it is made only once, so that a deleted one is not taken for new.
   */
  private boolean made;

  /** Whether the file may have permissions already under which it is only read. */
  private volatile boolean finished;

  /**
   * @param length in bytes
   * @param own whether this peer may write to it
   * @param made whether it is there; otherwise it is made at its full length when first used
   */
  PositionalFile(
      Path path, long length, OpenFiles<FileChannel> openFiles, boolean own, boolean made) {
    this.path = path;
    this.length = length;
    this.openFiles = openFiles;
    this.own = own;
    this.made = made;
  }

  /** Whether it can be written. */
  boolean own() {
    return own;
  }

  /** Where it is now. */
  Path path() {
    naming.readLock().lock();
    try {
      return path;
    } finally {
      naming.readLock().unlock();
    }
  }

  /**
   * Makes sure that it is there, since one without bytes may never have been used, and opens it for
   * reading only from now on.
   */
  void finish() throws IOException {
    withChannel(channel -> null);
    naming.writeLock().lock();
    try {
      finished = true;
    } finally {
      naming.writeLock().unlock();
    }
  }

  /**
   * Writes bytes, from their position to their limit; also to a file that is finished, where it has
   * turned out that something is missing after all.
   *
   * @param offset where the first goes
   */
  void write(long offset, ByteBuffer bytes) throws IOException {
    if (finished) {
      reopen();
    }
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
   * Reads until the buffer is full.
   *
   * @param offset where the first byte is
   * @throws EOFException when the file ends before
   */
  void read(long offset, ByteBuffer target) throws IOException {
    int end = target.limit();
    withChannel(
        channel -> {
          long at = offset;
          while (target.position() < end) {
            target.limit(Math.min(end, target.position() + READ));
            int count = channel.read(target, at);
            if (count < 0) {
              throw endsAt(at);
            }
            at += count;
          }
          return null;
        });
  }

  /**
   * Sends bytes without taking them into this process, where that is possible.
   *
   * @param offset where the first byte is
   * @throws EOFException when the file ends before
   */
  void send(long offset, int count, WritableByteChannel target) throws IOException {
    long end = offset + count;
    withChannel(
        channel -> {
          for (long at = offset; at < end; ) {
            long sent = channel.transferTo(at, end - at, target);
            if (sent == 0) {
              throw endsAt(at);
            }
            at += sent;
          }
          return null;
        });
  }

  /**
   * Makes sure that it has this many bytes at least.
   *
   * @throws EOFException when it has not
   */
  void mustReach(long end) throws IOException {
    withChannel(
        channel -> {
          if (channel.size() < end) {
            throw endsAt(channel.size());
          }
          return null;
        });
  }

  private EOFException endsAt(long at) {
    return new EOFException(this + " ends at " + at + ", expected " + length + " bytes");
  }

  /**
   * Gives it another name in the same file system, in one step, over a file that may have that
   * name. It goes on being read.
   */
  void moveTo(Path target) throws IOException {
    naming.writeLock().lock();
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      path = target;
    } finally {
      naming.writeLock().unlock();
    }
  }

  private void reopen() {
    naming.writeLock().lock();
    try {
      close(); // it is opened for writing when it is used next
      finished = false; // after that: who sees this would write to what was opened for reading
    } finally {
      naming.writeLock().unlock();
    }
  }

  /** Closes it; it stays where it is, and is opened when it is used next. */
  void close() {
    openFiles.close(this);
  }

  @Override
  public String toString() {
    return path().toString();
  }

  private void withChannel(OpenFiles.Use<FileChannel, Void> use) throws IOException {
    openFiles.use(this, this::open, use);
  }

  /** Called by {@link OpenFiles} alone; by several threads where it is closed meanwhile. */
  private synchronized FileChannel open() throws IOException {
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
