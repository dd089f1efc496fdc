package org.yarnp2p.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/p2p-nightly} around a {@code p2p} that a test has written. */
@Timeout(60)
class NightlyTest {
  @TempDir private Path home;

  private Path begun;
  private Path output;

  @BeforeEach
  void install() throws Exception {
    Files.copy(Path.of("../bin/p2p-nightly"), home.resolve("p2p-nightly"));
    begun = home.resolve("begun");
    output = home.resolve("output");
    // Who writes to it waits until the test reads.
    assertThat(new ProcessBuilder("mkfifo", begun.toString()).start().waitFor()).isZero();
  }

  private void script(String name, String... lines) throws IOException {
    Path script = home.resolve(name);
    Files.writeString(script, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process nightly(String... options) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", home.resolve("p2p-nightly").toString());
    builder.command().addAll(List.of(options));
    builder.command().addAll(List.of("--", "--source", "a", "--target", "/b"));
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", home + ":/usr/bin:/bin", "HOME", home.toString()));
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  @Test
  void distributionIsEndedTooAndNotTriedAgain() throws Exception {
    script(
        "p2p",
        "trap 'kill $!; echo \"$*\" >" + home + "/killed; exit 143' TERM",
        "sleep 600 &",
        "echo >" + begun,
        "wait");
    Process nightly = nightly("--pause", "0");
    Files.readAllBytes(begun);
    nightly.destroy();
    assertThat(nightly.waitFor()).isEqualTo(143);
    assertThat(home.resolve("killed")).hasContent("distribute --source a --target /b");
    assertThat(output).content().contains("FAILED with exit code 143 after 1 of 3 tries");
  }

  @Test
  void logDirectoryThatCannotBeMadeIsNamedAndNothingIsDistributed() throws Exception {
    script("p2p", "touch " + home + "/begun-it");
    Path logs = Files.createFile(home.resolve("file")).resolve("logs");
    assertThat(nightly("--log-dir", logs.toString()).waitFor()).isEqualTo(2);
    assertThat(output)
        .hasContent(
            "p2p-nightly: cannot write to the log directory "
                + logs
                + " (Not a directory); make room there, or set --log-dir to another");
    assertThat(home.resolve("begun-it")).doesNotExist();
  }

  @Test
  void fullDiskOfTheLogsIsNamedAndNothingIsDistributed() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    script("p2p", "touch " + home + "/begun-it");
    Path logs = Files.createDirectory(home.resolve("logs"));
    Files.createSymbolicLink(logs.resolve("summary"), Path.of("/dev/full"));
    assertThat(nightly("--log-dir", logs.toString()).waitFor()).isEqualTo(2);
    assertThat(output)
        .content()
        .contains(logs + " (No space left on device); make room there")
        .hasLineCount(1);
    assertThat(home.resolve("begun-it")).doesNotExist();
  }

  @Test
  void pauseIsEndedToo() throws Exception {
    script("p2p", "exit 1");
    script("sleep", "echo >" + begun, "exec /bin/sleep \"$@\"");
    Process nightly = nightly("--pause", "600");
    Files.readAllBytes(begun);
    nightly.destroy();
    assertThat(nightly.waitFor()).isEqualTo(143);
  }

  @Test
  void whatFailsIsTriedAgain() throws Exception {
    script(
        "p2p",
        "[[ -e " + home + "/twice ]] && echo fine && exit 0",
        "touch " + home + "/twice",
        "exit 1");
    assertThat(nightly("--pause", "0").waitFor()).isZero();
    assertThat(output).content().contains("p2p distribution: done", ", at try 2 of 3", "fine");
  }
}
