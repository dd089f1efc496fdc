package org.yarnp2p.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that is written to a storage, with the reason when that fails. HDFS throws from {@link
 * #close} the very exception that a write has ended with, and Java refuses to let an exception
 * suppress itself: then nobody would hear of the reason. Not thread-safe.
 */
public final class StorageStream extends FilterOutputStream {
  private IOException failure;

  /** Closes what it writes to. */
  public StorageStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    try {
      out.write(b);
    } catch (IOException e) {
      throw first(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw first(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw first(e);
    }
  }

  /** Throws nothing when a write has failed, since whoever writes knows of that. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      if (failure == null) {
        throw e;
      }
      if (failure != e) {
        failure.addSuppressed(e);
      }
    }
  }

  private IOException first(IOException e) {
    if (failure == null) {
      failure = e;
    }
    return e;
  }
}
