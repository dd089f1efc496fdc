package org.yarnp2p.cluster;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files of which a read does not get anywhere until a test lets it: {@code
 * held://HOST:PORT/path}, with a {@link Door} at HOST:PORT. A job that reads one stands still at a
 * known point.
 */
public final class HeldFileSystem extends FilterFileSystem {
  /** Of the URIs. */
  static final String SCHEME = "held";

  private URI uri;

  /** For Hadoop, which makes file systems by reflection. */
  public HeldFileSystem() {
    super(new RawLocalFileSystem());
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(URI.create("file:///"), conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public Path makeQualified(Path path) {
    return path.makeQualified(uri, getWorkingDirectory());
  }

  @Override
  protected void checkPath(Path path) {
    // Any: local() takes what it needs.
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new HeldStream(super.open(local(path), bufferSize)));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    FileStatus status = super.getFileStatus(local(path));
    status.setPath(path);
    return status;
  }

  private static Path local(Path path) {
    return new Path("file", null, path.toUri().getPath());
  }

  /** Can be opened and closed at any time; the first read waits. */
  private final class HeldStream extends FSInputStream {
    private final FSDataInputStream file;
    private boolean passed;

    HeldStream(FSDataInputStream file) {
      this.file = file;
    }

    private void pass() throws IOException {
      if (!passed) {
        try (Socket door = new Socket(uri.getHost(), uri.getPort())) {
          door.getInputStream().read();
        }
        passed = true;
      }
    }

    @Override
    public int read() throws IOException {
      pass();
      return file.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      pass();
      return file.read(bytes, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      file.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return file.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
      return file.seekToNewSource(position);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
