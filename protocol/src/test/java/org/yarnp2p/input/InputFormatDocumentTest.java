package org.yarnp2p.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yarnp2p.model.Rank;

/** Keeps docs/input-format.md in step with the program. */
class InputFormatDocumentTest {
  private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `(found .*?)` \\| \\S.* \\|$");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```input\n(.*?)```");
  private static final Pattern NAMED_EXAMPLE =
      Pattern.compile("(?s)`(in[0-9]+\\.txt)`:\n\n```input\n(.*?)```");

  private static String document;

  @BeforeAll
  static void read() throws IOException {
    document = Files.readString(Path.of("..", "docs", "input-format.md"));
  }

  @Test
  void everyMessageIsListedWithARemedy() {
    List<String> documented = MESSAGE.matcher(document).results().map(m -> m.group(1)).toList();

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Mistake.values()).map(Mistake::template).toList());
  }

  @Test
  void examplesAreWithoutMistakes() {
    List<String> examples = EXAMPLE.matcher(document).results().map(m -> m.group(1)).toList();

    assertThat(examples).hasSize(5);
    for (String example : examples) {
      InputLines.parse(example.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void filesOfTheExampleFitTogether() {
    List<ParsedInput> inputs = new ArrayList<>();
    List<InputProblem> problems = new ArrayList<>();
    for (MatchResult example : NAMED_EXAMPLE.matcher(document).results().toList()) {
      Rank rank = InputFileName.rank(example.group(1)).orElseThrow();
      byte[] content = example.group(2).getBytes(StandardCharsets.UTF_8);
      inputs.add(InputParser.understand(rank, example.group(1), content, problems::add));
    }
    FileTable table = new FileTable(inputs.stream().map(ParsedInput::input).toList());
    HolderCheck holders = new HolderCheck(table, Set.of(), problems::add);
    holders.findUnheld(inputs);
    holders.compareKinds();
    holders.compareSegments();

    assertThat(inputs).hasSize(4);
    assertThat(problems).isEmpty();
  }
}
