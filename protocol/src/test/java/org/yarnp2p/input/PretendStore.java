package org.yarnp2p.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;

/**
 * A file system whose paths say what they are: a file {@code /any/size-100}, a directory {@code
 * /dirs/a} with one input that cannot be read, and troubles named below. Everything else does not
 * exist.
 */
public final class PretendStore extends FileSystem {
  /** How many times the stores have been asked for the status of a path. */
  static final AtomicInteger LOOKS = new AtomicInteger();

  private URI uri;

  /** A configuration in which {@code store://HOST/} leads here, the default host being "main". */
  static void addTo(Configuration conf) {
    conf.setClass("fs.store.impl", PretendStore.class, FileSystem.class);
    conf.setBoolean("fs.store.impl.disable.cache", true);
    conf.set(FS_DEFAULT_NAME_KEY, "store://main/");
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    uri = URI.create("store://" + name.getAuthority());
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    LOOKS.incrementAndGet();
    if (uri.getAuthority().equals("down")) {
      throw new ConnectException("Call to down:8020 failed: Connection refused\n  at somewhere");
    }
    String text = path.toUri().getPath();
    if (text.startsWith("/hangs")) {
      hang();
    }
    if (text.startsWith("/explodes")) {
      throw new IllegalStateException(new IOException("the disk is on fire"));
    }
    if (text.contains("/forbidden")) {
      throw new AccessControlException("Permission denied: user=alice");
    }
    String name = path.getName();
    if (name.startsWith("size-") || name.startsWith("unreadable")) {
      long length = name.startsWith("size-") ? Long.parseLong(name.substring(5)) : 1;
      return new FileStatus(length, false, 1, 1 << 20, 777, qualified(path));
    }
    if (text.matches("/dirs/[a-z]+")) {
      return new FileStatus(0, true, 0, 0, 777, qualified(path));
    }
    throw new FileNotFoundException("File does not exist: " + path);
  }

  private Path qualified(Path path) {
    return path.makeQualified(uri, new Path("/"));
  }

  private static void hang() throws IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (path.getName().startsWith("unreadable") || path.getName().equals("in1.txt")) {
      throw new AccessControlException("Permission denied: user=alice, access=READ");
    }
    return new FSDataInputStream(new Nothing());
  }

  /** An empty file. */
  private static final class Nothing extends FSInputStream {
    @Override
    public void seek(long pos) {}

    @Override
    public long getPos() {
      return 0;
    }

    @Override
    public boolean seekToNewSource(long targetPos) {
      return false;
    }

    @Override
    public int read() {
      return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return -1;
    }
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("/");
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    Path input = qualified(new Path(path, "in1.txt"));
    return new FileStatus[] {new FileStatus(1, false, 1, 1 << 20, 777, input)};
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path source, Path target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException();
  }
}
