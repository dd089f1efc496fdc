package org.yarnp2p.client.submit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The bytes of an input file while they are copied: when that fails, this says whether it was the
 * reading.
 */
final class InputBytes extends FilterInputStream {
  private final Path file;

  private InputBytes(Path file, InputStream in) {
    super(in);
    this.file = file;
  }

  static InputBytes of(Path file, Configuration conf) throws UnreadableInputException {
    try {
      return new InputBytes(file, file.getFileSystem(conf).open(file));
    } catch (IOException e) {
      throw new UnreadableInputException(file, e);
    }
  }

  @Override
  public int read() throws UnreadableInputException {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UnreadableInputException(file, e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws UnreadableInputException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw new UnreadableInputException(file, e);
    }
  }
}
