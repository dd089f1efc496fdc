package org.yarnp2p.conf;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A time with a unit: ms, s, m, h or d. 0 needs none.
 *
 * @param least in ms; 0 where no time at all makes sense
 * @param most in ms
 */
public record Time(long least, long most) implements Rule<Long> {
  /** Added to what clocks say, it is no number out of range. */
  private static final long LONGEST = TimeUnit.DAYS.toMillis(10_000);

  private static final Units UNITS =
      new Units(
          Map.of(
              "ms", 1L,
              "s", TimeUnit.SECONDS.toMillis(1),
              "m", TimeUnit.MINUTES.toMillis(1),
              "h", TimeUnit.HOURS.toMillis(1),
              "d", TimeUnit.DAYS.toMillis(1)));

  /** May be 0. */
  public static final Time FROM_ZERO = new Time(0, LONGEST);

  /** What a process may not do without. */
  public static final Time POSITIVE = new Time(1, LONGEST);

  @Override
  public Optional<Long> value(String text) {
    Optional<Long> millis = text.equals("0") ? Optional.of(0L) : UNITS.value(text, most);
    return millis.filter(value -> value >= least);
  }

  @Override
  public String expected() {
    return "a time with a unit such as 10s, " + UNITS.text(least) + " to " + UNITS.text(most);
  }
}
