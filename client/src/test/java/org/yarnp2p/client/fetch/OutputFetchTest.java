package org.yarnp2p.client.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFetchTest {
  @TempDir private Path directory;

  /** Of this JVM: in it a job commits while the directory is being listed. */
  static final class CommittingFileSystem extends RawLocalFileSystem {
    private static Runnable commit;

    @Override
    public URI getUri() {
      return URI.create("committing:///");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      FileStatus[] listed = super.listStatus(path);
      commit.run();
      return listed;
    }
  }

  private void fetchWhile(Runnable commit) throws Exception {
    CommittingFileSystem.commit = commit;
    Configuration conf = new Configuration();
    conf.setClass("fs.committing.impl", CommittingFileSystem.class, FileSystem.class);
    new OutputFetch(conf)
        .fetch(
            new org.apache.hadoop.fs.Path("committing://" + directory),
            new LocalTarget(directory.resolve("to"), false));
  }

  private void write(String name) {
    try {
      Files.writeString(directory.resolve(name), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void outputsThatAreJustBeingPutInPlaceAreNotTakenForAll() {
    write("client1_a");
    Runnable rest =
        () -> {
          write("client2_b");
          write("_SUCCESS");
        };
    assertThatThrownBy(() -> fetchWhile(rest)).hasMessageContaining("has no _SUCCESS");
    assertThat(directory.resolve("to")).doesNotExist();
  }

  @Test
  void directoryThatOneMayNotEnterIsNotSaidToBeMissing() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
    try {
      assumeThat(Files.isExecutable(closed)).as("to root all are open").isFalse();
      assertThatThrownBy(
              () ->
                  new OutputFetch(new Configuration())
                      .fetch(
                          new org.apache.hadoop.fs.Path(closed.toUri()),
                          new LocalTarget(directory.resolve("to"), false)))
          .isInstanceOf(AccessDeniedException.class);
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void outputsThatAreJustBeingReplacedAreNotTakenForAll() {
    write("client1_a");
    write("_SUCCESS");
    Runnable next =
        () -> assertThat(directory.resolve("_SUCCESS").toFile().setLastModified(1000)).isTrue();
    assertThatThrownBy(() -> fetchWhile(next))
        .hasMessageContaining("another job is replacing the outputs");
    assertThat(directory.resolve("to")).doesNotExist();
  }

  @Test
  void fullDiskIsNamedWithTheFileAndARemedy() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(
            () -> OutputFetch.copy(new ByteArrayInputStream(new byte[5]), full, Path.of("/out/f")))
        .hasMessage(
            "cannot write /out/f: No space left on device; make room there (df, df -i), or"
                + " choose another directory");
  }
}
