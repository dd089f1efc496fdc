package org.yarnp2p.input;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of the grammar's own (not a segment), cut into words at blanks.
 *
 * @param number from 1
 * @param text without trailing blanks
 * @param wellFormed whether its bytes are UTF-8
 */
record Line(int number, String text, boolean wellFormed) {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

  boolean isBlank() {
    return text.isEmpty();
  }

  /** Whether the line begins with a blank, so that its first word may be its second. */
  boolean isIndented() {
    return !text.isEmpty() && Lines.isBlank(text.charAt(0));
  }

  /** The first three words at most: no line of the grammar has more than two. */
  List<String> words() {
    List<String> words = new ArrayList<>(3);
    int at = 0;
    while (words.size() < 3) {
      while (at < text.length() && Lines.isBlank(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        break;
      }
      int start = at;
      while (at < text.length() && !Lines.isBlank(text.charAt(at))) {
        at++;
      }
      words.add(text.substring(start, at));
    }
    return words;
  }

  /** The last word of a line that is not blank. */
  String lastWord() {
    int start = text.length();
    while (start > 0 && !Lines.isBlank(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start);
  }

  /** Whether the line is one whole number, as only the line with the number of files is. */
  boolean isCount() {
    return words().size() == 1 && isInteger(lastWord());
  }

  /** The number of a line that {@link #isCount}. */
  long count() {
    return value(lastWord());
  }

  /** Whether the line can be the first one of an owned file. */
  boolean looksOwned() {
    return words().size() == 2 && isSource(lastWord());
  }

  /** Whether the word can be the second one of an owned file: COUNT or URI. */
  static boolean isSource(String word) {
    return isInteger(word) || StorageUri.hasScheme(word);
  }

  static boolean isInteger(String word) {
    return INTEGER.matcher(word).matches();
  }

  /**
   * The value of an integer; -1 for any with a minus sign, also -0, and {@link Long#MAX_VALUE}
   * where it is beyond the range of a long.
   */
  static long value(String integer) {
    if (integer.startsWith("-")) {
      return -1;
    }
    try {
      return Long.parseLong(integer);
    } catch (NumberFormatException beyondLong) {
      return Long.MAX_VALUE;
    }
  }
}
