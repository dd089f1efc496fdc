package org.yarnp2p.model;

/**
 * Text from elsewhere, such as names of files, as a terminal may show it: what would move its
 * cursor, change its colours or turn the direction of writing is escaped.
 */
public final class Harmless {
  private Harmless() {}

  /** On one line: ends of lines are escaped too. */
  public static String line(String text) {
    return escaped(text, false);
  }

  /** With its lines as they are. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean lines) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPlain(c) || (lines && c == '\n')) {
                shown.appendCodePoint(c);
              } else {
                Character.toString(c).chars().forEach(unit -> shown.append(escape(unit)));
              }
            });
    return shown.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escape(int unit) {
    return switch (unit) {
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      default -> String.format("\\u%04x", unit);
    };
  }
}
