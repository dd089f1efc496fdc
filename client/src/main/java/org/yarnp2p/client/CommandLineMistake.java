package org.yarnp2p.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line, and in a second where to read on. */
final class CommandLineMistake {
  private static final Pattern NO_INT = Pattern.compile("('[^']*') is not an int$");
  private static final String EXPECTED_INT =
      "found $1, expected a whole number up to " + Integer.MAX_VALUE;

  private static final Pattern NO_LONG = Pattern.compile("('[^']*') is not a long$");
  private static final String EXPECTED_LONG = "found $1, expected a whole number";

  private static final Pattern NO_FLAG = Pattern.compile("('[^']*') is not a boolean$");
  private static final String EXPECTED_NOTHING = "found $1, expected none";

  /** What the help is asked for. */
  private static final Pattern NO_VERB = Pattern.compile("^unknown subcommand ('[^']*')[.]$");

  private static final String UNKNOWN = "unknown verb $1";

  private CommandLineMistake() {}

  static List<String> of(ParameterException mistake) {
    CommandLine line = mistake.getCommandLine();
    // A mistyped option also shows as a required one that is missing: name the cause.
    UnmatchedArgumentException unmatched =
        mistake instanceof UnmatchedArgumentException u
            ? u
            : mistake instanceof MissingParameterException
                    && !line.getUnmatchedArguments().isEmpty()
                ? new UnmatchedArgumentException(line, line.getUnmatchedArguments())
                : null;
    CommandSpec command = line.getCommandSpec();
    if (unmatched == null) {
      return lines(command, inOurWords(lowerCase(mistake.getMessage())));
    }
    String first = unmatched.getUnmatched().get(0);
    String kind =
        first.startsWith("-")
            ? "unknown option "
            : command.parent() == null ? "unknown verb " : "unexpected argument ";
    return lines(command, kind + "'" + first + "'" + suggestion(command, first));
  }

  /** Half of the letters may be wrong, of short names two. */
  private static String suggestion(CommandSpec command, String mistyped) {
    String word = mistyped.replaceFirst("=.*", "");
    Collection<String> names =
        word.startsWith("-") ? command.optionsMap().keySet() : command.subcommands().keySet();
    return Suggestion.of(word, names, Math.max(2, word.replaceFirst("^-+", "").length() / 2));
  }

  static List<String> noVerb(CommandSpec command) {
    return lines(command, "say what to do: " + String.join(", ", command.subcommands().keySet()));
  }

  /** Most likely a variable of a script that is not set. No option has a use for it. */
  static Optional<List<String>> emptyValue(ParseResult words) {
    return words.matchedOptions().stream()
        .filter(option -> option.arity().min() > 0)
        .filter(option -> option.originalStringValues().stream().anyMatch(String::isBlank))
        .findFirst()
        .map(
            option ->
                lines(
                    words.commandSpec(),
                    option.longestName() + " is empty, expected " + option.paramLabel()));
  }

  private static List<String> lines(CommandSpec command, String message) {
    String name = command.qualifiedName();
    List<String> lines = new ArrayList<>();
    lines.add(name + ": " + message);
    lines.add("See '" + name + " --help'.");
    return lines;
  }

  /** Picocli's words for what has a name of its own here. */
  private static String inOurWords(String message) {
    String text = NO_INT.matcher(message).replaceFirst(EXPECTED_INT);
    text = NO_LONG.matcher(text).replaceFirst(EXPECTED_LONG);
    text = NO_FLAG.matcher(text).replaceFirst(EXPECTED_NOTHING);
    return NO_VERB.matcher(text).replaceFirst(UNKNOWN);
  }

  private static String lowerCase(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
