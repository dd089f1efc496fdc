package org.yarnp2p.appmaster.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.JobFixture;

class ExpectedOutputsTest {
  @TempDir private Path directory;
  private JobFixture job;

  @BeforeEach
  void stage() throws IOException {
    job = JobFixture.stage(directory);
  }

  @Test
  void whatHasATargetOfItsOwnIsNotCollected() throws IOException {
    assertThat(read().names()).containsExactly("client2_file1");
  }

  @Test
  void damagedInputIsReportedWithItsPlace() throws IOException {
    Files.writeString(job.staged().resolve("input/in2.txt"), "0\nmany\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in2.txt:2")
        .hasMessageContaining("many");
  }

  private ExpectedOutputs read() throws IOException {
    return ExpectedOutputs.read(JobFixture.conf(), job.stagedPath(), 2);
  }
}
