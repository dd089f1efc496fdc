package org.yarnp2p.client.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.conf.P2pKeys;

class JobJarTest {
  static final String[] CLASSES = {
    "org/yarnp2p/client/P2p.class", "org/yarnp2p/peer/PeerContainer.class"
  };

  @TempDir private Path directory;

  private JobFixture job;
  private Configuration conf;

  @BeforeEach
  void fixture() throws IOException {
    job = new JobFixture(directory);
    conf = job.conf();
  }

  @Test
  void configuredJarIsTaken() throws Exception {
    assertThat(JobJar.find(conf)).isEqualTo(directory.resolve("p2p.jar"));
  }

  @Test
  void withoutAJarTheKeyIsNamed() {
    conf.set(P2pKeys.JOB_JAR, "");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JobJar.find(conf))
        .withMessageContaining("set p2p.job.jar");
  }

  @Test
  void missingJarIsRefused() {
    conf.set(P2pKeys.JOB_JAR, directory.resolve("none.jar").toString());
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JobJar.find(conf))
        .withMessage("p2p.job.jar: there is no file " + directory.resolve("none.jar"));
  }

  @Test
  void anotherJarIsRefused() throws IOException {
    conf.set(P2pKeys.JOB_JAR, job.jar("thin.jar", CLASSES[0]).toString());
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JobJar.find(conf))
        .withMessageContaining("thin.jar is not a p2p.jar");
  }

  @Test
  void fileThatIsNoJarIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("text.jar"), "no jar");
    conf.set(P2pKeys.JOB_JAR, file.toString());
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JobJar.find(conf))
        .withMessageContaining("text.jar cannot be read as a jar");
  }
}
