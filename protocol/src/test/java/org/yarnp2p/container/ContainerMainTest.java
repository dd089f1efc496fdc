package org.yarnp2p.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.ipc.IpcServer;
import org.yarnp2p.model.Rank;
import org.yarnp2p.protocol.Cure;
import org.yarnp2p.protocol.RankStatus;
import org.yarnp2p.protocol.UmbilicalPB;
import org.yarnp2p.protocol.UmbilicalServerTranslator;
import org.yarnp2p.security.JobSecret;

/** A container as a process of its own, with this test as its ApplicationMaster. */
class ContainerMainTest {
  private static final List<Object> REGISTERED =
      List.of("register", Laid.MEMBER, FakeService.ENDPOINT);

  @TempDir private Path directory;
  private final FakeMaster master = new FakeMaster();
  private IpcServer umbilical;
  private Laid laid;

  @BeforeEach
  void layOut() throws IOException {
    JobSecret secret = JobSecret.generate();
    umbilical =
        IpcServer.start(
            P2pConf.create(),
            UmbilicalPB.class,
            new UmbilicalServerTranslator(master, (member, newerThan) -> new CompletableFuture<>()),
            Laid.JOB,
            Rank.APPLICATION_MASTER,
            secret.serverKey(Laid.JOB, Rank.APPLICATION_MASTER),
            "127.0.0.1",
            1);
    laid = Laid.out(directory, secret, umbilical.endpoint(), P2pConf.create());
  }

  @AfterEach
  void close() {
    umbilical.close();
  }

  @Test
  void containerThatIsDoneEndsWithStatusZero() throws Exception {
    assertThat(run("done")).isZero();

    assertThat(master.received)
        .containsExactly(REGISTERED, List.of("done", Laid.MEMBER, FakeService.FINAL));
    assertThat(stderr()).isEmpty();
  }

  @Test
  void containerThatFailsSaysSoInOneLineAndLeavesTheTraceInItsLog() throws Exception {
    assertThat(run("fail")).isEqualTo(1);

    String line = "rank 3 (incarnation 2) on host7: disk full";
    assertThat(stderr()).isEqualTo(line + System.lineSeparator());
    assertThat(master.received)
        .containsExactly(REGISTERED, List.of("failed", Laid.MEMBER, line, Cure.RESTART));
    assertThat(Files.readString(directory.resolve("p2p.log")))
        .contains(line)
        .contains("java.io.IOException: disk full\n\tat ");
  }

  @Test
  void containerThatCannotStartSaysWhy() throws Exception {
    laid.variables().remove("P2P_AM");

    assertThat(run("done")).isEqualTo(1);
    assertThat(stderr())
        .startsWith("container on host7: ")
        .contains("P2P_AM is not set")
        .hasLineCount(1);
    assertThat(master.received).isEmpty();
  }

  /** The main class of the process: a service that ends as the argument says. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      // A thread of the kind that must not keep a process alive.
      new Thread(new CompletableFuture<>()::join).start();
      boolean fails = args[0].equals("fail");
      ContainerMain.run(context -> fails ? new Failing() : FakeService.quick());
    }
  }

  private static final class Failing extends FakeService {
    @Override
    public RankStatus run() throws Exception {
      throw new IOException("disk full");
    }
  }

  private int run(String argument) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-D" + ContainerLog.DIRECTORY + "=" + directory);
    words.addAll(ContainerLog.options());
    words.add("-XX:TieredStopAtLevel=1");
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(Main.class.getName(), argument));
    ProcessBuilder command = new ProcessBuilder(words);
    command.environment().putAll(laid.variables());
    command.directory(directory.toFile());
    command.redirectError(directory.resolve("stderr").toFile());
    command.redirectOutput(directory.resolve("stdout").toFile());
    Process process = command.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String stderr() throws IOException {
    return Files.readString(directory.resolve("stderr"));
  }
}
