package org.yarnp2p.conf;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes whole numbers with one of some units behind them. Immutable. */
final class Units {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})([a-z]*)");

  private final Map<String, Long> sizes;

  /**
   * @param sizes of the units, by name in lower case; the name may be empty
   */
  Units(Map<String, Long> sizes) {
    this.sizes = Map.copyOf(sizes);
  }

  /**
   * Reads a number.
   *
   * @return empty when the text is none, its unit is unknown, or it is above the most
   */
  Optional<Long> value(String text, long most) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches() || !sizes.containsKey(matcher.group(2))) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    long unit = sizes.get(matcher.group(2));
    return number > most / unit ? Optional.empty() : Optional.of(number * unit);
  }

  /** With the largest unit that leaves a whole number; 0 without. */
  String text(long value) {
    if (value == 0) {
      return "0";
    }
    return sizes.entrySet().stream()
        .filter(unit -> value % unit.getValue() == 0)
        .max(Map.Entry.comparingByValue())
        .map(unit -> value / unit.getValue() + unit.getKey())
        .orElseThrow();
  }
}
