package org.yarnp2p.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Keeps docs/verbs/*.md in step with the verbs: a page each, and on it every option. */
class VerbPagesTest {
  private static final Path PAGES = Path.of("..", "docs", "verbs");
  private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)");

  private static Map<String, CommandSpec> verbs() {
    Map<String, CommandSpec> verbs = new TreeMap<>();
    for (Verb verb : ServiceLoader.load(Verb.class)) {
      if (!(verb instanceof ShowVerb)) {
        CommandLine line = new CommandLine(verb);
        verbs.put(line.getCommandName(), line.getCommandSpec());
      }
    }
    return verbs;
  }

  static Stream<String> names() {
    return verbs().keySet().stream();
  }

  private static List<String> page(String verb) throws IOException {
    return Files.readAllLines(PAGES.resolve(verb + ".md"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void tableOfThePageHasTheOptionsOfTheVerb(String verb) throws IOException {
    Set<String> documented =
        page(verb).stream()
            .filter(line -> line.startsWith("| `--"))
            .map(line -> line.substring(0, line.indexOf('|', 1)))
            .flatMap(cell -> OPTION.matcher(cell).results())
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> options = new TreeSet<>();
    verbs()
        .get(verb)
        .options()
        .forEach(
            option -> {
              options.add(option.longestName());
              if (option.negatable()) {
                options.add(option.longestName().replace("--", "--no-"));
              }
            });
    assertThat(documented).isEqualTo(options);
  }

  @ParameterizedTest
  @MethodSource("names")
  void pageSaysHowToCallItAndWhichExitCodesThereAre(String verb) throws IOException {
    String text = String.join("\n", page(verb));
    assertThat(text)
        .startsWith("# p2p " + verb)
        .contains("    p2p " + verb)
        .contains("## Exit codes");
    assertThat(Stream.of(ExitCode.values()).map(code -> "| " + code.code() + " |"))
        .anyMatch(text::contains);
  }

  @ParameterizedTest
  @MethodSource("names")
  void helpSaysWhichExitCodesThereAre(String verb) {
    assertThat(String.join(" ", verbs().get(verb).usageMessage().footer())).contains("Exit codes:");
  }
}
