package org.yarnp2p.conf;

import java.util.Optional;

/**
 * What the value of a key or an option may be. Immutable.
 *
 * @param <T> what a value means
 */
public sealed interface Rule<T> permits Time, Size, AutoSize, Whole, Flag, Word, Directories, Text {
  /**
   * What a text means.
   *
   * @param text without blanks around it
   * @return empty when it makes no sense here
   */
  Optional<T> value(String text);

  /** What makes sense, for people: follows "expected". */
  String expected();

  /**
   * What a text means.
   *
   * @param name of the key or option, for the message
   * @param text blanks around it do not count
   * @throws IllegalArgumentException when it makes no sense here; the message says all
   */
  default T read(String name, String text) {
    return value(text.strip())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + ": found '" + text + "', expected " + expected()));
  }
}
