package org.yarnp2p.conf;

import java.util.Map;
import java.util.Optional;

/**
 * A number of bytes, which may have a unit: k, m, g or t, powers of 1024.
 *
 * @param least in bytes, from 0
 * @param most in bytes
 */
public record Size(long least, long most) implements Rule<Long> {
  private static final Units UNITS =
      new Units(Map.of("", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30, "t", 1L << 40));

  @Override
  public Optional<Long> value(String text) {
    return UNITS.value(text, most).filter(bytes -> bytes >= least);
  }

  @Override
  public String expected() {
    return "bytes such as 512k or 4m, " + UNITS.text(least) + " to " + UNITS.text(most);
  }
}
