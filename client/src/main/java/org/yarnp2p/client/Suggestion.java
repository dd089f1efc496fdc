package org.yarnp2p.client;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name most likely meant. */
final class Suggestion {
  private Suggestion() {}

  /**
   * The nearest of the names that there are, as the end of a message.
   *
   * @param most a name that differs in more letters is no suggestion
   * @return empty when none is near
   */
  static String of(String mistyped, Collection<String> names, int most) {
    LevenshteinDistance letters = new LevenshteinDistance(most);
    return names.stream()
        .filter(name -> letters.apply(mistyped, name) >= 0)
        .min(
            Comparator.<String>comparingInt(name -> letters.apply(mistyped, name))
                .thenComparing(name -> -sameBeginning(mistyped, name))
                .thenComparing(Comparator.naturalOrder()))
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElse("");
  }

  private static int sameBeginning(String one, String other) {
    return Arrays.mismatch(one.toCharArray(), other.toCharArray());
  }
}
