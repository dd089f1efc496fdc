package org.yarnp2p.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class StorageStreamTest {
  private static final Path FULL = Path.of("/dev/full");

  static boolean canBeFull() {
    return Files.isWritable(FULL);
  }

  /** As Hadoop writes to a local disk: what it throws is an Error. */
  private static OutputStream full() throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration(false)).getRaw();
    return new StorageStream(local.append(new org.apache.hadoop.fs.Path(FULL.toUri())));
  }

  @Test
  @EnabledIf("canBeFull")
  void fullLocalDiskIsAnException() throws IOException {
    OutputStream out = full();
    assertThatIOException()
        .isThrownBy(
            () -> {
              out.write(new byte[1 << 20]);
              out.flush();
            })
        .withMessageContaining("No space left on device");
    out.close(); // whoever writes knows
  }

  @Test
  @EnabledIf("canBeFull")
  void fullLocalDiskIsAnExceptionOfTheEndToo() throws IOException {
    OutputStream out = full();
    out.write(1);
    assertThatIOException()
        .isThrownBy(out::close)
        .satisfies(e -> assertThat(e).hasMessageContaining("No space left on device"));
  }
}
