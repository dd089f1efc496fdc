package org.yarnp2p.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where results go. Unlike {@link System#out} it says what was not written, such as to a full disk;
 * but a reader that has seen enough and has gone, as {@code head} does, has missed nothing.
 */
final class StandardOutput extends FilterOutputStream {
  /** What the operating system says; Java has no exception of its own for it. */
  private static final String READER_HAS_GONE = "Broken pipe";

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** That of this process. */
  static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (!READER_HAS_GONE.equals(e.getMessage())) {
        throw e;
      }
    }
  }
}
