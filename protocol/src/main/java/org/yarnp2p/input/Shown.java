package org.yarnp2p.input;

/** How pieces of an input file look in a message: short. */
final class Shown {
  private static final int LONGEST_TEXT = 60;
  private static final int LONGEST_PATH = 300;

  private Shown() {}

  /** The text in single quotes, cut short when it is long. */
  static String quoted(String text) {
    return "'" + cut(text, LONGEST_TEXT) + "'";
  }

  /** A path, cut short only when it is longer than paths are. */
  static String path(Object path) {
    return cut(path.toString(), LONGEST_PATH);
  }

  /** {@code 1 line}, {@code 2 lines}. */
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String cut(String text, int most) {
    boolean fits = text.length() <= most || text.codePointCount(0, text.length()) <= most;
    return fits ? text : text.substring(0, text.offsetByCodePoints(0, most)) + "...";
  }
}
