package org.yarnp2p.appmaster.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingDirectoryTest {
  @TempDir private Path directory;
  private final Configuration conf = new Configuration(false);
  private Path staged;

  @BeforeEach
  void stage() throws IOException {
    staged = directory.resolve("staging/job");
    Files.createDirectories(staged.resolve("input"));
    Files.writeString(staged.resolve("input/in1.txt"), "0\n0\n");
  }

  @Test
  void theLastAttemptDeletesItWhateverHappens() {
    StagingDirectory staging = staging(true);
    staging.init(conf);
    staging.start();
    staging.stop();
    assertThat(staged).doesNotExist();
    assertThat(staged.getParent()).exists();
  }

  @Test
  void anAttemptThatMayBeFollowedKeepsIt() {
    StagingDirectory staging = staging(false);
    staging.init(conf);
    staging.start();
    staging.stop();
    staging.delete();
    assertThat(staged).exists();
  }

  @Test
  void theEndOfTheJobReleasesIt() {
    StagingDirectory staging = staging(false);
    staging.release();
    staging.delete();
    assertThat(staged).doesNotExist();
  }

  private StagingDirectory staging(boolean lastAttempt) {
    return new StagingDirectory(new org.apache.hadoop.fs.Path(staged.toUri()), conf, lastAttempt);
  }
}
