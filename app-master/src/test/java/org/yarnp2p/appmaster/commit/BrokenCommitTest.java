package org.yarnp2p.appmaster.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.ipc.RetriableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yarnp2p.appmaster.commit.BreakingFileSystem.Break;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.State;
import org.yarnp2p.storage.StoragePatience;

/**
 * An attempt that dies at any one change that it makes in storage, and the attempt after it: at
 * each change in turn, until one attempt comes to its end.
 */
@Timeout(300)
class BrokenCommitTest {
  private static final String JOB = "application_1_0001";
  private static final ExpectedOutputs EXPECTED =
      new ExpectedOutputs(new TreeSet<>(List.of("client1_a", "client2_a", "client2_b")));
  private final IOException dead = new IOException("the process has died");

  @TempDir private Path root;
  private Path directory;
  private Path out;
  private FileSystem local;

  @BeforeEach
  void useTheLocalFileSystem() throws IOException {
    local = new LocalFileSystem(new WithoutPermissions());
    local.initialize(FsConstants.LOCAL_FS_URI, new Configuration());
  }

  /** Without native code each file that is made costs a process that sets its permissions. */
  private static final class WithoutPermissions extends RawLocalFileSystem {
    @Override
    public void setPermission(org.apache.hadoop.fs.Path path, FsPermission permission) {}
  }

  @ParameterizedTest
  @CsvSource({"false,BEFORE", "false,AFTER", "true,BEFORE", "true,AFTER"})
  void theNextAttemptGoesOnWhereverTheFirstHasDied(boolean overwrite, Break how)
      throws IOException {
    int broken = 0;
    for (boolean died = true; died; ) {
      int at = broken + 1;
      begin(at, overwrite);
      BreakingFileSystem dying = new BreakingFileSystem(local, at, how, dead, true);
      runToDeath(dying, overwrite);
      died = dying.isBroken();
      broken += died ? 1 : 0;
      assertThat(isSuccess()).as("success after %d changes", at).isIn(false, isComplete());

      OutputCommitter second = committer(local, overwrite);
      second.prepare();
      peersWrite(second);
      second.commit(EXPECTED, this::report, r -> "second");

      assertThat(names()).as("after %d changes", at).isEqualTo(finished(overwrite));
      assertThat(isComplete()).isTrue();
    }
    assertThat(broken).isGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"false,BEFORE", "false,AFTER", "true,BEFORE", "true,AFTER"})
  void theNextAttemptTakesBackWhatIsNotASuccess(boolean overwrite, Break how) throws IOException {
    boolean died = true;
    for (int at = 1; died; at++) {
      begin(at, overwrite);
      BreakingFileSystem dying = new BreakingFileSystem(local, at, how, dead, true);
      runToDeath(dying, overwrite);
      died = dying.isBroken();
      boolean untouched = Files.exists(out.resolve("client9_old"));
      boolean success = isSuccess() && !untouched;

      committer(local, overwrite).abort();

      if (success) {
        assertThat(names()).isEqualTo(finished(overwrite));
      } else if (!overwrite) {
        assertThat(out).as("after %d changes", at).doesNotExist();
      } else if (untouched) {
        assertThat(names()).contains("client9_old", "notes").doesNotContain("client2_b");
      } else {
        assertThat(names()).as("after %d changes", at).doesNotContain("_SUCCESS", "_temporary");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false,BEFORE", "false,AFTER", "true,BEFORE", "true,AFTER"})
  void troubleThatPassesIsWaitedFor(boolean overwrite, Break how) throws IOException {
    boolean troubled = true;
    for (int at = 1; troubled; at++) {
      begin(at, overwrite);
      IOException passing = new RetriableException("in safe mode");
      BreakingFileSystem breaking = new BreakingFileSystem(local, at, how, passing, false);
      OutputCommitter committer = committer(breaking, overwrite);
      committer.prepare();
      peersWrite(committer);
      committer.commit(EXPECTED, this::report, r -> "page");
      troubled = breaking.isBroken();
      assertThat(names()).as("with trouble at %d", at).isEqualTo(finished(overwrite));
      assertThat(isComplete()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void anAttemptThatHasBeenReplacedChangesNothingMore(boolean overwrite) throws IOException {
    for (int steps = 0; steps < 8; steps++) {
      begin(steps, overwrite);
      int[] left = {steps};
      OutputCommitter replaced =
          new OutputCommitter(
              local,
              hadoop(out),
              JOB,
              overwrite,
              new FileJournal(local, hadoop(directory.resolve("journal"))),
              new Steps(
                  () -> {
                    if (left[0]-- <= 0) {
                      throw new IOException("another attempt has been started");
                    }
                  },
                  patience(0)));
      replaced.prepare();
      peersWrite(replaced);
      assertThatThrownBy(() -> replaced.commit(EXPECTED, this::report, r -> "replaced"))
          .hasMessageContaining("another attempt");
      // The earlier job's, as long as its outputs are there.
      assertThat(isSuccess()).isEqualTo(Files.exists(out.resolve("client9_old")));

      OutputCommitter second = committer(local, overwrite);
      second.prepare();
      second.commit(EXPECTED, this::report, r -> "second");
      assertThat(names()).isEqualTo(finished(overwrite));
      assertThat(isComplete()).isTrue();
    }
  }

  private void runToDeath(BreakingFileSystem dying, boolean overwrite) {
    OutputCommitter first = committer(dying, overwrite);
    Throwable end =
        catchThrowable(
            () -> {
              first.prepare();
              peersWrite(first);
              first.commit(EXPECTED, this::report, r -> "first");
            });
    assertThat(end).isIn(null, dead);
  }

  private void begin(int run, boolean overwrite) throws IOException {
    directory = Files.createDirectory(root.resolve("run" + run));
    out = directory.resolve("out");
    if (overwrite) {
      Files.createDirectory(out);
      for (String name : List.of("_SUCCESS", "report.json", "client1_a", "client9_old", "notes")) {
        Files.writeString(out.resolve(name), "old");
      }
    }
  }

  /** Nobody writes once the commit has begun. */
  private void peersWrite(OutputCommitter committer) throws IOException {
    if (!committer.hasBegun()) {
      Path temporary = out.resolve("_temporary").resolve(JOB);
      for (String name : EXPECTED.names()) {
        Files.writeString(temporary.resolve(name), name + " of this job");
      }
    }
  }

  private OutputCommitter committer(FileSystem fs, boolean overwrite) {
    return new OutputCommitter(
        fs,
        hadoop(out),
        JOB,
        overwrite,
        new FileJournal(fs, hadoop(directory.resolve("journal"))),
        new Steps(() -> {}, patience(60_000)));
  }

  private static StoragePatience patience(long millis) {
    return new StoragePatience("p2p.am.commit.timeout", millis, () -> 0, pause -> {});
  }

  private boolean isSuccess() {
    return Files.exists(out.resolve("_SUCCESS"));
  }

  /** Whether all outputs are in place, with the bytes of this job or, all of them, of none. */
  private boolean isComplete() throws IOException {
    boolean earlier = Files.exists(out.resolve("client9_old"));
    for (String name : EXPECTED.names()) {
      Path file = out.resolve(name);
      if (!earlier
          && !(Files.exists(file) && Files.readString(file).equals(name + " of this job"))) {
        return false;
      }
    }
    return true;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(out)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> finished(boolean overwrite) {
    TreeSet<String> names = new TreeSet<>(List.of("_SUCCESS", "report.html", "report.json"));
    names.addAll(EXPECTED.names());
    if (overwrite) {
      names.add("notes");
    }
    return List.copyOf(names);
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

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
