package org.yarnp2p.input;

/** How pieces of an input file look in a message: short. */
final class Shown {
  private static final int LONGEST_TEXT = 60;
  private static final int LONGEST_PATH = 300;

  /** Characters that are shown of what two texts have in common just before they differ. */
  private static final int BEFORE = 20;

  private Shown() {}

  /** The text in single quotes, cut short when it is long. */
  static String quoted(String text) {
    return "'" + cut(text, LONGEST_TEXT) + "'";
  }

  /**
   * A text in single quotes beside another that differs from it, as {@link #quoted} where that
   * shows the difference; else cut short at its beginning too.
   */
  static String quotedBeside(String other, String text) {
    int at = firstDifference(text, other);
    if (text.codePointCount(0, at) < LONGEST_TEXT) {
      return quoted(text);
    }
    return "'..." + cut(text.substring(text.offsetByCodePoints(at, -BEFORE)), LONGEST_TEXT) + "'";
  }

  /** Index of the first character that is not the same; never within a pair of surrogates. */
  private static int firstDifference(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int at = 0;
    while (at < most && one.codePointAt(at) == other.codePointAt(at)) {
      at += Character.charCount(one.codePointAt(at));
    }
    return Math.min(at, one.length());
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
