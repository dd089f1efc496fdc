package org.yarnp2p.input;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yarnp2p.model.Rank;

/** The names in0.txt, in1.txt, ... of input files. */
final class InputFileName {
  /** Names of ranks by rank; all other names before them. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt((String name) -> rank(name).map(Rank::value).orElse(-1))
          .thenComparing(Comparator.naturalOrder());

  private static final Pattern NAME = Pattern.compile("in(0|[1-9][0-9]{0,8})\\.txt");

  private InputFileName() {}

  /** The rank that the file is for; empty when it is not the name of an input file. */
  static Optional<Rank> rank(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(new Rank(Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  /** Whether a person may have meant an input file. */
  static boolean resembles(String name) {
    return name.startsWith("in") && name.endsWith(".txt");
  }
}
