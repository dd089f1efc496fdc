package org.yarnp2p.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * The lines of an input file, without a byte order mark, line ends, trailing blanks, and blank
 * lines at the end. Goes through the bytes as it is asked, so that a large file costs no more than
 * itself.
 */
final class Lines {
  /** What stands in a line's text for bytes that are not UTF-8. */
  static final char REPLACEMENT = '\uFFFD';

  private final byte[] content;
  private final int count;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer scratch = CharBuffer.allocate(1024);

  /** Where the next line begins. */
  private int position;

  /** The number of the line last read. */
  private int number;

  /** The bounds of the line last read, without trailing blanks. */
  private int start;

  private int end;

  Lines(byte[] content) {
    this.content = content;
    this.position = afterByteOrderMark(content);
    this.count = countLines(content, position);
  }

  /** Whether the character separates words. */
  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** Whether the character does not count at the end of a line. */
  private static boolean isTrailing(int c) {
    return isBlank(c) || c == '\r';
  }

  /** The number of lines up to the last that is not blank. */
  int count() {
    return count;
  }

  boolean hasNext() {
    return number < count;
  }

  /** The number of lines after the one last read. */
  int remaining() {
    return count - number;
  }

  /** The number of the line last read, from 1. */
  int number() {
    return number;
  }

  /** Reads one line of the grammar's own. */
  Line next() {
    advance();
    return new Line(
        number, new String(content, start, end - start, StandardCharsets.UTF_8), malformedAt() < 0);
  }

  /**
   * Reads segments, one to a line.
   *
   * @param segments how many, at most {@link #remaining}
   * @param perLine called after each line has been read, with the index of its segment
   */
  Segments segments(int segments, IntConsumer perLine) {
    int[] bounds = new int[Math.multiplyExact(2, segments)];
    for (int i = 0; i < segments; i++) {
      advance();
      bounds[2 * i] = start;
      bounds[2 * i + 1] = end;
      perLine.accept(i);
    }
    return new Segments(content, bounds);
  }

  /** Whether the line last read is blank. */
  boolean atBlank() {
    return start == end;
  }

  /** Index in the line last read of the first byte that is not UTF-8; -1 when all are. */
  int malformedAt() {
    ByteBuffer bytes = ByteBuffer.wrap(content, start, end - start);
    decoder.reset();
    while (true) {
      scratch.clear();
      CoderResult result = decoder.decode(bytes, scratch, true);
      if (result.isUnderflow()) {
        return -1;
      }
      if (result.isError()) {
        return bytes.position() - start;
      }
    }
  }

  /** A byte of the line last read. */
  byte at(int index) {
    return content[start + index];
  }

  private void advance() {
    if (!hasNext()) {
      throw new IllegalStateException("no line after " + number);
    }
    start = position;
    int lf = start;
    while (lf < content.length && content[lf] != '\n') {
      lf++;
    }
    end = lf;
    while (end > start && isTrailing(content[end - 1])) {
      end--;
    }
    position = lf + 1;
    number++;
  }

  private static int afterByteOrderMark(byte[] content) {
    boolean marked =
        content.length >= 3
            && content[0] == (byte) 0xEF
            && content[1] == (byte) 0xBB
            && content[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  private static int countLines(byte[] content, int from) {
    int line = 1;
    int last = 0;
    for (int i = from; i < content.length; i++) {
      if (content[i] == '\n') {
        line++;
      } else if (!isTrailing(content[i])) {
        last = line;
      }
    }
    return last;
  }
}
