package org.yarnp2p.appmaster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.appmaster.JobFixture;
import org.yarnp2p.appmaster.fleet.FleetNews.Ended;
import org.yarnp2p.appmaster.fleet.FleetNews.Launched;
import org.yarnp2p.job.Enclosure;
import org.yarnp2p.model.Endpoint;
import org.yarnp2p.model.Member;
import org.yarnp2p.model.Rank;
import org.yarnp2p.security.JobSecret;

/** The command prefix puts a shell script in front of the java command, which it may ignore. */
@Timeout(60)
class ProcessFleetTest {
  private static final Member ONE = new Member(Rank.peer(1), 1);

  @TempDir private Path directory;
  private final Configuration conf = JobFixture.conf();
  private final FleetNews news = new FleetNews();
  private Path work;
  private LaunchSpecs specs;
  private ProcessFleet fleet;

  @BeforeEach
  void stage() throws IOException {
    JobFixture job = JobFixture.stage(directory);
    work = directory.resolve("work");
    specs =
        new LaunchSpecs(
            conf,
            StagedJob.read(conf, job.stagedPath(), 2, new Enclosure()),
            JobSecret.generate(),
            JobFixture.JOB_ID,
            2,
            new Endpoint("127.0.0.1", 4711),
            new Credentials(),
            false);
  }

  @AfterEach
  void stop() {
    fleet.stop();
  }

  @Test
  void aProcessIsLaunchedAndItsEndIsReportedWithTheTailOfItsStderr() throws Exception {
    start("echo out; echo first >&2; echo last >&2; exit 7");
    fleet.launch(ONE, specs.of(ONE), null);
    Launched launched = news.next(Launched.class);
    assertThat(launched.member()).isEqualTo(ONE);
    assertThat(launched.host()).isEqualTo("127.0.0.1");
    assertThat(launched.containerId()).matches("process \\d+");
    assertThat(news.next(Ended.class))
        .isEqualTo(new Ended(ONE, new ExitReport(7, "", "first\nlast")));
    assertThat(work.resolve("rank-1/logs/stdout")).hasContent("out");
  }

  @Test
  void processesCanBeFoundByOthersWhileTheyLive() throws Exception {
    start("exec sleep 600");
    fleet.launch(ONE, specs.of(ONE), null);
    news.next(Launched.class);
    assertThat(ProcessNotes.anyLives(work)).isTrue();
    fleet.stopAll();
    news.next(Ended.class);
    assertThat(ProcessNotes.anyLives(work)).isFalse();
  }

  @Test
  void anotherProcessOfTheSameNumberIsNotTheOneThatWasNoted() throws Exception {
    start("exit 0");
    Path note =
        Files.createDirectories(work.resolve("processes"))
            .resolve(Long.toString(ProcessHandle.current().pid()));
    Files.writeString(note, "2020-01-02T03:04:05Z");
    assertThat(ProcessNotes.anyLives(work)).isFalse();
    ProcessNotes.note(work, ProcessHandle.current());
    assertThat(ProcessNotes.anyLives(work)).isTrue();
  }

  @Test
  void theWorkingDirectoryHoldsTheRanksFilesAndAPrivateTokenFile() throws Exception {
    start("pwd; ls; echo $P2P_RANK $NM_HOST $MALLOC_ARENA_MAX; cat input.txt");
    fleet.launch(ONE, specs.of(ONE), null);
    news.next(Launched.class);
    assertThat(news.next(Ended.class).report().exitStatus()).isZero();
    Path rank = work.resolve("rank-1");
    assertThat(Files.readAllLines(rank.resolve("logs/stdout")))
        .startsWith(
            rank.toRealPath().toString(),
            "container_tokens",
            "input.txt",
            "job.xml",
            "local",
            "logs",
            "plan.json",
            "1 127.0.0.1 4",
            "2",
            "file1 1");
    assertThat(Files.getPosixFilePermissions(rank.resolve("container_tokens")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Credentials.readTokenStorageFile(rank.resolve("container_tokens").toFile(), conf))
        .satisfies(credentials -> assertThat(credentials.numberOfTokens()).isEqualTo(1));
  }

  @Test
  void theJavaCommandRunsWithTheProgramAndTheClassPathOfThisProcess() throws Exception {
    conf.set("p2p.container.java.opts", "-XshowSettings:properties -version");
    start(ProcessOptions.plain());
    fleet.launch(ONE, specs.of(ONE), null);
    news.next(Launched.class);
    assertThat(news.next(Ended.class).report().exitStatus()).isZero();
    Path logs = work.resolve("rank-1/logs");
    assertThat(Files.readString(logs.resolve("stderr")))
        .contains("file.encoding = UTF-8")
        .contains("p2p.log.dir = " + logs)
        .contains(programOf(ProcessFleet.class).toString());
  }

  @Test
  void aCommandThatDoesNotExistIsReportedAsAnEnd() throws Exception {
    start(new ProcessOptions(rank -> List.of("/no/such/command"), rank -> "localhost"));
    fleet.launch(ONE, specs.of(ONE), null);
    assertThat(news.next(Ended.class).report().describe())
        .contains("could not be started")
        .contains("/no/such/command");
  }

  @Test
  void aStoppedProcessEndsBySigterm() throws Exception {
    conf.set("p2p.am.stop.timeout", "1h");
    start("exec sleep 1000");
    fleet.launch(ONE, specs.of(ONE), null);
    news.next(Launched.class);
    fleet.stop(ONE);
    assertThat(news.next(Ended.class).report().exitStatus()).isEqualTo(143);
  }

  @Test
  void aProcessThatWillNotStopIsKilledWithItsChildren() throws Exception {
    conf.set("p2p.am.stop.timeout", "100ms");
    start("trap '' TERM; sleep 1000 & echo $! > child; while :; do wait; done");
    fleet.launch(ONE, specs.of(ONE), null);
    news.next(Launched.class);
    long child = childOf(work.resolve("rank-1"));
    fleet.stop();
    assertThat(news.next(Ended.class).report().exitStatus()).isEqualTo(137);
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
  }

  @Test
  void nothingIsLaunchedAfterTheFleetWasStopped() throws Exception {
    start("exec sleep 1000");
    fleet.stopAll();
    fleet.launch(ONE, specs.of(ONE), null);
    assertThat(news.next(Ended.class).report().describe()).contains("the job is ending");
    news.none();
  }

  @Test
  void eachLifeOfARankHasItsOwnLogs() throws Exception {
    start("echo life $P2P_INCARNATION");
    Member second = new Member(Rank.peer(1), 2);
    fleet.launch(ONE, specs.of(ONE), null);
    news.next(Launched.class);
    news.next(Ended.class);
    fleet.launch(second, specs.of(second), null);
    news.next(Launched.class);
    news.next(Ended.class);
    assertThat(work.resolve("rank-1/logs/stdout")).hasContent("life 1");
    assertThat(work.resolve("rank-1/logs-2/stdout")).hasContent("life 2");
  }

  private void start(String script) {
    start(
        new ProcessOptions(
            rank -> List.of("/bin/sh", "-c", script), ProcessOptions.plain().host()));
  }

  private void start(ProcessOptions options) {
    assumeThat(Path.of("/bin/sh")).isExecutable();
    fleet = new ProcessFleet(news, work, options);
    fleet.init(conf);
    fleet.start();
  }

  private static Path programOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The script writes it at once; the launch has told only that the process exists. */
  private static long childOf(Path rank) throws Exception {
    Path file = rank.resolve("child");
    try (var watcher = rank.getFileSystem().newWatchService()) {
      rank.register(watcher, StandardWatchEventKinds.ENTRY_MODIFY);
      while (!Files.exists(file) || Files.size(file) == 0) {
        watcher.take().reset();
      }
    }
    return Long.parseLong(Files.readString(file).strip());
  }
}
