package org.yarnp2p.protocol;

import java.io.IOException;

/** Checks on the fields of a message that has come in. Each names the field when it fails. */
final class Check {
  private Check() {}

  /** What is said of a field that cannot be right. */
  static IOException malformed(String field, Object found, String expected) {
    return new IOException(
        "malformed message: " + field + ": found " + found + ", expected " + expected);
  }

  static int within(String field, int value, int least, int most) throws IOException {
    if (value < least || value > most) {
      throw malformed(field, value, least + " to " + most);
    }
    return value;
  }

  static int notNegative(String field, int value) throws IOException {
    return within(field, value, 0, Integer.MAX_VALUE);
  }

  static long notNegative(String field, long value) throws IOException {
    if (value < 0) {
      throw malformed(field, value, "0 or more");
    }
    return value;
  }

  /** Text of at most so many characters. */
  static String text(String field, String value, int longest) throws IOException {
    if (value.length() > longest) {
      throw malformed(field, value.length() + " characters", "at most " + longest);
    }
    return value;
  }

  /** A list of at most so many entries. */
  static void size(String field, int size, int most) throws IOException {
    if (size > most) {
      throw malformed(field, size + " entries", "at most " + most);
    }
  }
}
