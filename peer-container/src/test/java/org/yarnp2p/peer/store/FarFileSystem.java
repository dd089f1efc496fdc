package org.yarnp2p.peer.store;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files under another scheme, as if they were in the cluster's storage. Counts what is read.
 */
public final class FarFileSystem extends RawLocalFileSystem {
  /** Offsets of positional reads, of all instances. */
  private static final List<Long> READS = new CopyOnWriteArrayList<>();

  /** Makes the scheme known. */
  public static Configuration addTo(Configuration conf) {
    conf.setClass("fs.far.impl", FarFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    return conf;
  }

  /** The far name of a local file. */
  public static URI uri(java.nio.file.Path file) {
    return URI.create("far://" + file.toUri().getPath());
  }

  /** Offsets of positional reads since the last {@link #forgetReads}. */
  public static List<Long> reads() {
    return List.copyOf(READS);
  }

  /** Begins to count anew. */
  public static void forgetReads() {
    READS.clear();
  }

  @Override
  public URI getUri() {
    return URI.create("far:///");
  }

  @Override
  public String getScheme() {
    return "far";
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(new Counting(super.open(file, bufferSize)));
  }

  private static final class Counting extends FSInputStream {
    private final FSDataInputStream in;

    Counting(FSDataInputStream in) {
      this.in = in;
    }

    @Override
    public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
      READS.add(position);
      in.readFully(position, buffer, offset, length);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
