package org.yarnp2p.cluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Keeps docs/verbs/demo.md in step with the verb. */
class DemoPageTest {
  private static final CommandSpec DEMO = new CommandLine(new DemoVerb()).getCommandSpec();

  @Test
  void tableHasTheOptionsOfTheVerb() throws IOException {
    Set<String> documented =
        Files.readAllLines(Path.of("..", "docs", "verbs", "demo.md")).stream()
            .filter(line -> line.startsWith("| `--"))
            .map(line -> line.replaceFirst("[|] `(--[a-z-]+)`.*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented)
        .isEqualTo(
            DEMO.options().stream()
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void helpSaysWhichExitCodesThereAre() {
    assertThat(String.join(" ", DEMO.usageMessage().footer())).contains("Exit codes:");
  }
}
