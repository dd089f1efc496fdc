package org.yarnp2p.conf;

import java.util.Optional;

/** Yes or no. */
public record Flag() implements Rule<Boolean> {
  @Override
  public Optional<Boolean> value(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  @Override
  public String expected() {
    return "true or false";
  }
}
