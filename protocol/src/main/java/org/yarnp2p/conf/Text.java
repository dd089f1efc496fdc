package org.yarnp2p.conf;

import java.util.Optional;

/** Anything; what it names shows whether it is right. */
public record Text() implements Rule<String> {
  @Override
  public Optional<String> value(String text) {
    return Optional.of(text);
  }

  @Override
  public String expected() {
    return "a text";
  }
}
