package org.yarnp2p.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSError;

/**
 * A file that is written to a storage, with the reason when that fails. HDFS throws from {@link
 * #close} the very exception that a write has ended with, and Java refuses to let an exception
 * suppress itself: then nobody would hear of the reason. Hadoop's local file system throws an Error
 * when its disk is full: here it is an exception, as elsewhere. Not thread-safe.
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
    } catch (IOException | FSError e) {
      throw first(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException | FSError e) {
      throw first(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException | FSError e) {
      throw first(e);
    }
  }

  /** Throws nothing when a write has failed, since whoever writes knows of that. */
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException | FSError e) {
      IOException reason = exception(e);
      if (failure == null) {
        throw reason;
      }
      if (failure != reason) {
        failure.addSuppressed(reason);
      }
    }
  }

  private IOException first(Throwable e) {
    IOException reason = exception(e);
    if (failure == null) {
      failure = reason;
    }
    return reason;
  }

  private static IOException exception(Throwable e) {
    if (e instanceof IOException exception) {
      return exception;
    }
    return e.getCause() instanceof IOException cause ? cause : new IOException(e);
  }
}
