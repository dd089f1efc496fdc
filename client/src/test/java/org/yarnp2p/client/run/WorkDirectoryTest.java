package org.yarnp2p.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
  @TempDir private Path parent;

  private WorkDirectory work;

  @BeforeEach
  void directoryOfAJob() throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("hadoop.tmp.dir", parent.resolve("tmp").toString());
    work = WorkDirectory.make(conf, "application_1_0001");
    for (String file :
        new String[] {
          "staging/application_1_0001/job.xml",
          "rank-2/logs/p2p.log",
          "rank-2/container_tokens",
          "rank-2/local/data/segment"
        }) {
      Path path = work.path().resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.path())))
        .isEqualTo("rwx------");
  }

  @Test
  void placeThatWillNotDoIsNamedWithTheKeyThatChoosesAnother() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    Configuration conf = new Configuration(false);
    conf.set("hadoop.tmp.dir", file.toString());
    assertThatIOException()
        .isThrownBy(() -> WorkDirectory.make(conf, "application_1_0001"))
        .withMessage(
            "cannot work in "
                + file
                + " (hadoop.tmp.dir): it is no directory; make room there, or choose another with"
                + " -D hadoop.tmp.dir=DIR");
    conf.set("hadoop.tmp.dir", file.resolve("below").toString());
    assertThatIOException()
        .isThrownBy(() -> WorkDirectory.make(conf, "application_1_0001"))
        .withMessageContaining("file/below (hadoop.tmp.dir): Not a directory;");
  }

  @Test
  void removalIsComplete() throws IOException {
    work.remove();
    assertThat(parent.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void logsCanStayBehindAlone() throws IOException {
    assertThat(work.removeButLogs()).isTrue();
    assertThat(work.path()).isDirectoryRecursivelyContaining("glob:**/rank-2/logs/p2p.log");
    assertThat(work.path().resolve("rank-2")).isDirectoryNotContaining("glob:**/local");
    assertThat(work.path().resolve("rank-2/container_tokens")).doesNotExist();
    assertThat(work.path().resolve("staging")).doesNotExist();
  }

  @Test
  void nothingStaysBehindWhenNoRankHasLoggedAnything() throws IOException {
    Files.delete(work.path().resolve("rank-2/logs/p2p.log"));
    assertThat(work.removeButLogs()).isFalse();
    assertThat(parent.resolve("tmp")).isEmptyDirectory();
  }
}
