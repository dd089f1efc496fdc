package org.yarnp2p.appmaster.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.storage.StoragePatience;

class OutputCommitterTest {
  private static final String JOB = "application_1_0001";

  @TempDir private Path directory;
  private Path out;
  private FileSystem fs;

  @BeforeEach
  void useTheLocalFileSystem() throws IOException {
    out = directory.resolve("out");
    fs = FileSystem.newInstanceLocal(new Configuration());
  }

  @Test
  void outputsReportAndSuccessAreAllThatIsLeft() throws IOException {
    OutputCommitter committer = committer(false);
    committer.prepare();
    written("client1_a", "one");
    written("client2_a", "two");
    written("client2_not-expected", "left over by nobody knows whom");
    committer.commit(expected("client1_a", "client2_a"), this::report, r -> "page");
    assertThat(names(out))
        .containsExactly("_SUCCESS", "client1_a", "client2_a", "report.html", "report.json");
    assertThat(out.resolve("client2_a")).hasContent("two");
    assertThat(out.resolve("_SUCCESS")).isEmptyFile();
    assertThat(JobReport.parse(Files.readString(out.resolve("report.json"))).state())
        .isEqualTo(State.SUCCEEDED);
  }

  @Test
  void theReportIsAskedForWhenTheOutputsAreInPlace() throws IOException {
    OutputCommitter committer = committer(false);
    committer.prepare();
    written("client1_a", "one");
    committer.commit(
        expected("client1_a"),
        () -> {
          assertThat(out.resolve("client1_a")).exists();
          assertThat(out.resolve("_SUCCESS")).doesNotExist();
          return report();
        },
        r -> "page");
  }

  @Test
  void aJobWhoseFilesAllGoElsewhereHasReportAndSuccess() throws IOException {
    OutputCommitter committer = committer(false);
    committer.prepare();
    committer.commit(expected(), this::report, r -> "page");
    assertThat(names(out)).containsExactly("_SUCCESS", "report.html", "report.json");
  }

  @Test
  void aMissingOutputIsNamedAndNothingIsMoved() throws IOException {
    OutputCommitter committer = committer(false);
    committer.prepare();
    written("client1_a", "one");
    assertThatThrownBy(
            () ->
                committer.commit(
                    expected("client1_a", "client2_a", "client3_a"), this::report, r -> "page"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("client2_a and 1 more are missing");
    assertThat(names(out)).containsExactly("_temporary");
    committer.abort();
    assertThat(out).doesNotExist();
  }

  @Test
  void anExistingOutputDirectoryIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectory(out);
    OutputCommitter committer = committer(false);
    assertThatThrownBy(committer::prepare)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exists")
        .hasMessageContaining("--overwrite");
    committer.abort();
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void overwritingReplacesEarlierOutputsAndSparesOtherFiles() throws IOException {
    Files.createDirectory(out);
    for (String name :
        List.of("_SUCCESS", "report.html", "report.json", "client1_a", "client9_old", "notes")) {
      Files.writeString(out.resolve(name), "old");
    }
    OutputCommitter committer = committer(true);
    committer.prepare();
    assertThat(out.resolve("client9_old")).hasContent("old");
    written("client1_a", "new");
    committer.commit(expected("client1_a"), this::report, r -> "page");
    assertThat(names(out))
        .containsExactly("_SUCCESS", "client1_a", "notes", "report.html", "report.json");
    assertThat(out.resolve("client1_a")).hasContent("new");
    assertThat(out.resolve("_SUCCESS")).isEmptyFile();
  }

  @Test
  void anAbortedOverwriteLeavesTheEarlierOutputs() throws IOException {
    Files.createDirectory(out);
    Files.writeString(out.resolve("client1_a"), "old");
    OutputCommitter committer = committer(true);
    committer.prepare();
    written("client1_a", "new");
    committer.abort();
    assertThat(names(out)).containsExactly("client1_a");
    assertThat(out.resolve("client1_a")).hasContent("old");
  }

  @Test
  void anAbortSparesADirectoryThatOthersUse() throws IOException {
    OutputCommitter committer = committer(false);
    committer.prepare();
    Files.createDirectories(out.resolve("_temporary/another_job"));
    Files.writeString(out.resolve("notes"), "mine");
    committer.abort();
    assertThat(names(out)).containsExactly("_temporary", "notes");
    assertThat(names(out.resolve("_temporary"))).containsExactly("another_job");
  }

  @Test
  void anAbortAfterTheCommitHasNoEffect() throws IOException {
    OutputCommitter committer = committer(false);
    committer.prepare();
    written("client1_a", "one");
    committer.commit(expected("client1_a"), this::report, r -> "page");
    committer.abort();
    assertThat(names(out)).containsExactly("_SUCCESS", "client1_a", "report.html", "report.json");
  }

  @Test
  void aCommitThatBreaksOffIsTakenBack() throws IOException {
    FileSystem failing =
        new FilterFileSystem(fs) {
          @Override
          public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
              throws IOException {
            return !to.getName().equals("client2_a") && super.rename(from, to);
          }
        };
    OutputCommitter committer = committer(failing, false);
    committer.prepare();
    written("client1_a", "one");
    written("client2_a", "two");
    assertThatThrownBy(
            () -> committer.commit(expected("client1_a", "client2_a"), this::report, r -> "page"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("client2_a");
    assertThat(out.resolve("_SUCCESS")).doesNotExist();
    committer.abort();
    assertThat(out).doesNotExist();
  }

  @Test
  void aSecondAttemptGoesOnWhereTheFirstHasPrepared() throws IOException {
    committer(false).prepare();
    OutputCommitter second = committer(false);
    second.prepare();
    second.abort();
    assertThat(out).doesNotExist();
  }

  @Test
  void storageThatIsOutOfOrderIsNotTakenForAMissingOutput() throws IOException {
    committer(false).prepare();
    written("client1_a", "one");
    OutputCommitter committer =
        committer(
            new FilterFileSystem(fs) {
              private boolean asked;

              @Override
              public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
                if (!asked) {
                  asked = true;
                  throw new ConnectException("Connection refused");
                }
                return super.getFileStatus(path);
              }
            },
            false,
            new StoragePatience("", 60_000, () -> 0, millis -> {}));
    assertThat(committer.isWritten("client1_a")).isTrue();
    assertThat(committer.isWritten("client2_a")).isFalse();
  }

  private OutputCommitter committer(boolean overwrite) {
    return committer(fs, overwrite);
  }

  private OutputCommitter committer(FileSystem on, boolean overwrite) {
    return committer(on, overwrite, new StoragePatience("", 0, () -> 0, millis -> {}));
  }

  private OutputCommitter committer(FileSystem on, boolean overwrite, StoragePatience patience) {
    return new OutputCommitter(
        on,
        hadoop(out),
        JOB,
        overwrite,
        new FileJournal(fs, hadoop(directory.resolve("journal"))),
        new Steps(() -> {}, patience));
  }

  private void written(String name, String content) throws IOException {
    Files.write(out.resolve("_temporary").resolve(JOB).resolve(name), content.getBytes(UTF_8));
  }

  private JobReport report() {
    return new JobReport(
        JobReport.VERSION,
        JOB,
        "job",
        State.SUCCEEDED,
        "",
        "in",
        "out",
        "2026-01-02T03:04:05Z",
        null,
        null,
        2,
        3,
        0,
        0,
        List.of(),
        List.of());
  }

  private static ExpectedOutputs expected(String... names) {
    return new ExpectedOutputs(new TreeSet<>(List.of(names)));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
