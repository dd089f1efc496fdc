package org.yarnp2p.input;

import java.util.Locale;
import org.yarnp2p.model.Harmless;

/**
 * Every mistake that an input can have, with its message. {@code docs/input-format.md} lists the
 * same messages with their remedies; a test compares the two.
 */
enum Mistake {
  // The directory and its files
  NO_DIRECTORY("no such directory", "a directory with in1.txt, in2.txt, ..."),
  NOT_A_DIRECTORY("a file", "a directory with in1.txt, in2.txt, ..."),
  CLOSED_DIRECTORY("a directory that cannot be listed (%s)", "one that you may read"),
  NO_INPUT("no in1.txt", "one input file for each peer: in1.txt, in2.txt, ..."),
  MISSING_RANK("no such file", "input files of all ranks from 1 to %s; %s missing"),
  STRANGE_NAME(
      "a name that is like an input file's but has no rank",
      "in0.txt for origins, in1.txt, in2.txt, ... for peers"),
  INPUT_IS_DIRECTORY("a directory", "an input file"),
  INPUT_LEADS_NOWHERE("a link to %s, where nothing is", "an input file"),
  INPUT_IS_SPECIAL("something that is not a regular file", "an input file"),
  INPUT_TOO_LARGE(
      "%s bytes",
      "at most %s bytes (p2p.input.max-bytes); large content is better given as NAME URI"),
  UNREADABLE_INPUT("a file that cannot be read (%s)", "a readable file"),
  EMPTY_INPUT("an empty file", "the number of owned files"),

  // The grammar
  NOT_UTF8("bytes that are not UTF-8 (%s at byte %s of the line)", "UTF-8"),
  BLANK_LINE("a blank line", "%s"),
  END_OF_FILE("the end of the file", "%s"),
  NOT_A_COUNT("%s", "%s, a whole number from 0"),
  COUNT_TOO_LARGE("%s as %s with only %s after it", "as many lines as announced%s"),
  TOO_MANY_SEGMENTS(
      "%s as the number of segments of %s",
      "at most %s; large content is better given as NAME URI"),
  TOO_FEW_OWNED("%s", "owned file %s of %s, as line %s announces"),
  TOO_MANY_OWNED("%s", "the number of wanted files (%s)"),
  MORE_LINES("%s and %s after it", "the end of the file after %s, as line %s announces"),
  OWNED_FORM("%s", "NAME COUNT (and COUNT lines with a segment each) or NAME URI"),
  WANTED_FORM("%s", "NAME or NAME TARGET; a name has no blanks"),
  OWNED_WORDS("%s", "NAME COUNT or NAME URI; a name has no blanks"),
  BLANK_NAME("a blank name before %s", "a name at the beginning of the line"),
  FORBIDDEN_NAME("the name %s", "a name without '/', ':', white space and control characters"),
  DOTS_NAME("the name %s", "a name other than '.' and '..'"),
  LONG_NAME("a name of %s bytes (%s)", "at most %s bytes of UTF-8"),
  LONG_OUTPUT_NAME(
      "a name of %s bytes (%s), to be collected as client%s_NAME",
      "at most %s bytes of UTF-8, so that the output's name has at most 255"),
  OWNED_TWICE("%s once more", "each owned file once; it is at line %s already"),
  WANTED_TWICE("%s once more", "each wanted file once; it is at line %s already"),
  PATH_WITHOUT_SCHEME("the path %s without a scheme", "a URI: file://%s or hdfs://%s"),
  BAD_URI("%s, which is not an absolute URI", "such as hdfs:///dir/file or file:///dir/file"),
  FILE_URI_WITH_HOST("the host %s in %s", "three slashes: file:///dir/file"),
  TARGET_FORM("the target %s", "the URI of a directory: hdfs:///dir/ or file:///dir/"),
  INLINE_ORIGIN("the inline file %s", "NAME URI: in0.txt lists files in storage"),
  WANTED_BY_TRACKER("%s as the number of wanted files", "0: in0.txt lists origins only"),
  TOO_MANY_PROBLEMS("%s problems up to here", "fewer; the rest of the file was not checked"),

  // Between the files
  NOBODY_HOLDS(
      "%s, wanted by rank %s and held by no rank", "an owner of it or an origin in in0.txt"),
  INLINE_AND_PAYLOAD("%s %s at rank %s", "%s, as %s has it (%s:%s)"),
  SEGMENT_DIFFERS(
      "%s as segment %s of %s at rank %s",
      "%s as at rank %s (%s:%s), which differs from byte %s on; all holders must agree"),
  LENGTH_DIFFERS(
      "%s bytes of %s at rank %s, ending within segment %s",
      "all of the %s bytes at %s (%s:%s), or the first ones up to a multiple of %s"),
  LONGER_THAN_ORIGIN(
      "%s bytes of %s at rank %s, longer from segment %s on",
      "at most the %s bytes of the origin (%s:%s)"),

  // Storage
  NO_PAYLOAD("no file at %s", "an existing file"),
  NO_LOCAL_PAYLOAD(
      "no file at %s on this host",
      "an existing file, or p2p.input.check-local-paths=false if only the peer's host has it"),
  PAYLOAD_IS_DIRECTORY("a directory at %s", "a file"),
  PAYLOAD_IS_SPECIAL("something that is not a regular file at %s", "a file"),
  STORAGE_FAILS("that %s cannot be examined (%s)", "a path that can be read from this host"),
  TARGET_IS_FILE("the target %s, which is a file", "a directory"),
  TARGET_WITHOUT_SLASH(
      "the target %s, which is not known to be a directory",
      "the URI of a directory, ending with '/'"),
  TARGET_EXISTS("that %s exists", "a target without it; use --overwrite to replace it"),
  TARGET_FILE_IS_DIRECTORY("that %s is a directory", "a target where a file can be written"),
  TARGET_FORBIDDEN("the target %s", "one where targets may lie: %s"),
  TARGET_TAKEN("that %s is written for rank %s too (%s:%s)", "a target of its own"),
  TARGET_RESERVED("that %s is a name of the job's own outputs", "a target of its own");

  private final String found;
  private final String expected;
  private final int foundArguments;

  Mistake(String found, String expected) {
    this.found = found;
    this.expected = expected;
    this.foundArguments = arguments(found);
  }

  /**
   * This mistake at a place.
   *
   * @param arguments first those of what was found, then those of what was expected
   */
  InputProblem at(String file, int line, Object... arguments) {
    if (arguments.length != foundArguments + arguments(expected)) {
      throw new IllegalArgumentException(this + " with " + arguments.length + " arguments");
    }
    Object[] rest = new Object[arguments.length - foundArguments];
    System.arraycopy(arguments, foundArguments, rest, 0, rest.length);
    return new InputProblem(
        Harmless.line(file),
        line,
        Harmless.line(String.format(Locale.ROOT, found, arguments)),
        Harmless.line(String.format(Locale.ROOT, expected, rest)));
  }

  /** The message with an ellipsis for each value, as the documents show it. */
  String template() {
    return "found " + found.replace("%s", "…") + ", expected " + expected.replace("%s", "…");
  }

  private static int arguments(String format) {
    return format.split("%s", -1).length - 1;
  }
}
