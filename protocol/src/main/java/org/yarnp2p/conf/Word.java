package org.yarnp2p.conf;

import java.util.List;
import java.util.Optional;

/**
 * One of some words.
 *
 * @param words at least two
 */
public record Word(List<String> words) implements Rule<String> {
  /** Copies the list. */
  public Word {
    words = List.copyOf(words);
  }

  @Override
  public Optional<String> value(String text) {
    return Optional.of(text).filter(words::contains);
  }

  @Override
  public String expected() {
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
