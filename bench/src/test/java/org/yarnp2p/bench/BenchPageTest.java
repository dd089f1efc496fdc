package org.yarnp2p.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Keeps docs/verbs/bench.md in step with the measurements. */
class BenchPageTest {
  private static final Path PAGE = Path.of("..", "docs", "verbs", "bench.md");
  private static final CommandSpec BENCH = new CommandLine(new BenchVerb()).getCommandSpec();

  static Stream<String> measurements() {
    return BENCH.subcommands().keySet().stream();
  }

  private static CommandSpec spec(String measurement) {
    return BENCH.subcommands().get(measurement).getCommandSpec();
  }

  @ParameterizedTest
  @MethodSource("measurements")
  void tableHasTheOptionsOfTheMeasurement(String measurement) throws IOException {
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("| `--")) {
        List<String> cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
        if (List.of(cells.get(3).split(", ")).contains(measurement)) {
          documented.add(cells.get(1).replaceFirst("`(--[a-z-]+)`.*", "$1"));
        }
      }
    }
    Set<String> options =
        spec(measurement).options().stream()
            .map(option -> option.longestName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(options);
  }

  @ParameterizedTest
  @MethodSource("measurements")
  void pageNamesTheMeasurementAndHelpItsExitCodes(String measurement) throws IOException {
    assertThat(Files.readString(PAGE)).contains("`" + measurement + "`", "## Exit codes");
    assertThat(String.join(" ", spec(measurement).usageMessage().footer())).contains("Exit codes:");
  }
}
