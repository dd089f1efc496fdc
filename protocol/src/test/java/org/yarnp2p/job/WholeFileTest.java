package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsDirectoryException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** As HDFS does, whose other rename refuses what is there. */
  private static final class Far extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("far:///");
    }

    @Override
    protected void checkPath(Path path) {
      // Those of the disk are its own.
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return !exists(to) && super.rename(from, to);
    }

    @Override
    @SuppressWarnings("deprecation") // since it is not for applications
    protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
      assertThat(options).containsExactly(Options.Rename.OVERWRITE);
      assertThat(super.rename(from, to)).isTrue();
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
      throw new AssertionError(path + " was missing for a moment");
    }
  }

  @TempDir java.nio.file.Path directory;

  @Test
  void farFileIsReplacedInOneStep() throws IOException {
    try (FileSystem fs = new Far()) {
      fs.initialize(URI.create("far:///"), new Configuration());
      assertReplaces(fs);
    }
  }

  @Test
  void localFileIsReplacedWithTheChecksumThatWasBesideIt() throws IOException {
    try (FileSystem fs = FileSystem.newInstanceLocal(new Configuration())) {
      fs.create(new Path(directory.toUri().getPath(), "file")).close();
      assertThat(directory.resolve(".file.crc")).exists();
      fs.setWriteChecksum(false);
      assertReplaces(fs);
    }
    assertThat(directory.resolve(".file.crc")).doesNotExist();
  }

  @Test
  void directoryIsNotReplaced() throws IOException {
    Files.createDirectory(directory.resolve("file"));
    try (FileSystem fs = FileSystem.newInstanceLocal(new Configuration())) {
      Path file = new Path(directory.toUri().getPath(), "file");
      assertThatThrownBy(() -> WholeFile.write(fs, file, out -> out.write(1)))
          .isInstanceOf(PathIsDirectoryException.class)
          .hasMessageContaining(file.toString());
    }
    assertThat(directory.resolve("file")).isEmptyDirectory();
  }

  private void assertReplaces(FileSystem fs) throws IOException {
    Path file = new Path(directory.toUri().getPath(), "file");
    WholeFile.write(fs, file, out -> out.write('a'));
    WholeFile.write(fs, file, out -> out.write('b'));
    assertThat(directory.resolve("file")).hasContent("b");
    assertThat(directory.resolve("_file")).doesNotExist();
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
