package org.yarnp2p.conf;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A number of bytes, or auto, which is an empty value: the program chooses.
 *
 * @param size what may be said instead of auto
 */
public record AutoSize(Size size) implements Rule<OptionalLong> {
  private static final String AUTO = "auto";

  @Override
  public Optional<OptionalLong> value(String text) {
    return text.equals(AUTO)
        ? Optional.of(OptionalLong.empty())
        : size.value(text).map(OptionalLong::of);
  }

  @Override
  public String expected() {
    return AUTO + " or " + size.expected();
  }
}
