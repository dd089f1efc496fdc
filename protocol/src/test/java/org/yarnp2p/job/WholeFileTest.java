package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;

class WholeFileTest {
  /** As HDFS does, whose streams keep what a write has ended with. */
  private static final class FullStorage extends RawLocalFileSystem {
    private final IOException full = new IOException("the quota is used up");

    @Override
    public FSDataOutputStream create(Path file, boolean overwrite) throws IOException {
      OutputStream stream =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw full;
            }

            @Override
            public void close() throws IOException {
              throw full;
            }
          };
      return new FSDataOutputStream(stream, new FileSystem.Statistics("full"));
    }
  }

  @Test
  void reasonOfAFailedWriteIsTold() throws IOException {
    try (FileSystem fs = new FullStorage()) {
      assertThatThrownBy(() -> WholeFile.write(fs, new Path("/dir/file"), out -> out.write(1)))
          .isInstanceOf(IOException.class)
          .hasMessage("the quota is used up");
    }
  }
}
