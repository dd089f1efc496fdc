package org.yarnp2p.conf;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A whole number.
 *
 * @param least from 0
 * @param most the largest int where there is no bound
 */
public record Whole(int least, int most) implements Rule<Integer> {
  private static final Pattern TEXT = Pattern.compile("[0-9]{1,18}");

  /** A number without an upper bound. */
  static Whole from(int least) {
    return new Whole(least, Integer.MAX_VALUE);
  }

  @Override
  public Optional<Integer> value(String text) {
    return Optional.of(text)
        .filter(TEXT.asMatchPredicate())
        .map(Long::valueOf)
        .filter(number -> number >= least && number <= most)
        .map(Long::intValue);
  }

  @Override
  public String expected() {
    return most == Integer.MAX_VALUE
        ? "a whole number from " + least
        : "a whole number, " + least + " to " + most;
  }
}
