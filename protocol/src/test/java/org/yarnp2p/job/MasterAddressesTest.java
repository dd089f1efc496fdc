package org.yarnp2p.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.model.Endpoint;

class MasterAddressesTest {
  @TempDir private Path directory;
  private FileSystem fs;
  private org.apache.hadoop.fs.Path job;

  @BeforeEach
  void useTheLocalFileSystem() throws IOException {
    fs = FileSystem.getLocal(new Configuration());
    job = new org.apache.hadoop.fs.Path(directory.toUri());
  }

  @Test
  void theHighestAttemptIsTheLatest() throws IOException {
    MasterAddresses.publish(fs, job, 2, new Endpoint("node2", 2222));
    MasterAddresses.publish(fs, job, 10, new Endpoint("node10", 1010));
    MasterAddresses.publish(fs, job, 9, new Endpoint("node9", 9999));

    assertThat(MasterAddresses.latest(fs, job)).contains(new Endpoint("node10", 1010));
  }

  @Test
  void theFirstAttemptNeedsNoFile() throws IOException {
    assertThat(MasterAddresses.latest(fs, job)).isEmpty();
  }

  @Test
  void whatIsBeingWrittenDoesNotCount() throws IOException {
    MasterAddresses.publish(fs, job, 2, new Endpoint("node2", 2222));
    Files.writeString(directory.resolve("masters").resolve("_attempt-3"), "no");

    assertThat(MasterAddresses.latest(fs, job)).contains(new Endpoint("node2", 2222));
  }

  @Test
  void aJobWhoseDirectoryIsGoneIsOver() throws IOException {
    Files.delete(directory);

    assertThatThrownBy(() -> MasterAddresses.latest(fs, job))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void whatIsNoAddressIsSaidSo() throws IOException {
    Files.createDirectory(directory.resolve("masters"));
    Files.writeString(directory.resolve("masters").resolve("attempt-2"), "nowhere");

    assertThatThrownBy(() -> MasterAddresses.latest(fs, job))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found 'nowhere', expected HOST:PORT");
  }
}
