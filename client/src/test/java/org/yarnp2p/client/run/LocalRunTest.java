package org.yarnp2p.client.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.client.Screen;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.submit.JobFixture;
import org.yarnp2p.client.submit.JobRequest;
import org.yarnp2p.client.view.Showing;

/** What keeps a job without a cluster from starting. */
class LocalRunTest {
  @TempDir private Path directory;

  private JobFixture job;

  @BeforeEach
  void fixture() throws Exception {
    job = new JobFixture(directory);
    job.conf().set("hadoop.tmp.dir", directory.resolve("tmp").toString());
  }

  @Test
  void inputThatIsGoneSinceItWasCheckedIsNotBlamedOnTheWorkDirectory() throws Exception {
    JobRequest request = job.request();
    Files.delete(job.input().resolve("in2.txt"));
    LocalRun run =
        new LocalRun(new Session(job.conf(), new Screen().console()), request, Showing.PLAIN);
    assertThatIOException()
        .isThrownBy(run::run)
        .withMessageStartingWith("could not read file:" + job.input().resolve("in2.txt"))
        .withMessageNotContaining("hadoop.tmp.dir");
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }
}
