package org.yarnp2p.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/p2p} where operators put it: beside the jar, without the source tree. */
@Timeout(60)
class LauncherTest {
  @TempDir Path home;

  /** As little as under cron. */
  private final Map<String, String> environment =
      new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", System.getProperty("java.home")));

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("../bin/p2p"), home.resolve("bin/p2p"));
    Files.createDirectories(home.resolve("client/target"));
    Files.createFile(home.resolve("client/target/p2p.jar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "help", "distribute --local"})
  void hostWithoutHadoopIsTold(String command) throws Exception {
    Ended ended = p2p(List.of(command.split(" ")));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.error()).startsWith("p2p: there is no Hadoop").contains("set HADOOP_HOME");
  }

  @Test
  void whatOnlyTheSourceTreeHasIsSaidToBeThere() throws Exception {
    for (String verb : List.of("demo", "bench")) {
      Ended ended = p2p(List.of(verb));
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.error()).isEqualTo("p2p: " + verb + " is in the source tree only\n");
    }
  }

  @Test
  void configurationThatIsNotThereIsNamed() throws Exception {
    environment.put("HADOOP_CONF_DIR", "/no/such/conf");
    Ended ended = p2p(List.of("list"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.error())
        .startsWith("p2p: HADOOP_CONF_DIR is /no/such/conf, which is no directory; set it to");
    for (List<String> other : List.of(List.of("distribute", "--local"), List.of("help"))) {
      assertThat(p2p(other).error()).doesNotContain("HADOOP_CONF_DIR");
    }
  }

  @Test
  void settingsThatAreNotThereAreNotPassedOver() throws Exception {
    environment.put("P2P_CONF_DIR", "/no/such/conf");
    Ended ended = p2p(List.of("distribute", "--local"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.error())
        .startsWith("p2p: P2P_CONF_DIR is /no/such/conf, which is no directory");
  }

  @Test
  void logThatCannotBeWrittenIsNamed() throws Exception {
    Files.createDirectories(home.resolve("client/target/hadoop-lib"));
    Path logs = Files.createDirectories(home.resolve("logs/p2p.log")).getParent();
    environment.put("P2P_LOG_DIR", logs.toString());
    Ended ended = p2p(List.of("distribute", "--local"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.error())
        .isEqualTo(
            "p2p: cannot write to the log "
                + logs.resolve("p2p.log")
                + "; set P2P_LOG_DIR to another directory\n");
  }

  private record Ended(int code, String error) {}

  private Ended p2p(List<String> arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", home.resolve("bin/p2p").toString());
    builder.command().addAll(arguments);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path error = home.resolve("error");
    Process process =
        builder
            .redirectError(error.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Ended(process.waitFor(), Files.readString(error, UTF_8));
  }
}
