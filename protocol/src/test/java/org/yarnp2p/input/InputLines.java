package org.yarnp2p.input;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yarnp2p.model.Rank;

/** Parses lines as tests write them. */
final class InputLines {
  private InputLines() {}

  /** The messages about in1.txt with these lines. */
  static List<String> problems(String... lines) {
    return problems(Rank.peer(1), "in1.txt", bytes(lines));
  }

  /** The messages about a file of some rank. */
  static List<String> problems(Rank rank, String file, byte[] content) {
    List<InputProblem> problems = new ArrayList<>();
    InputParser.parse(rank, file, content, problems::add);
    return problems.stream().map(InputProblem::toString).toList();
  }

  /** The content of a file without mistakes. */
  static InputFile parse(String... lines) {
    return parse(bytes(lines));
  }

  /** The content of a file without mistakes. */
  static InputFile parse(byte[] content) {
    return InputParser.parse(
        Rank.peer(1),
        "in1.txt",
        content,
        problem -> {
          throw new AssertionError(problem);
        });
  }

  /** The lines, each ended by LF, in UTF-8. */
  static byte[] bytes(String... lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The segments of an inline file as text. */
  static List<String> segments(OwnedFile owned) {
    return ((OwnedFile.Inline) owned)
        .segments().stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
  }
}
