package org.yarnp2p.appmaster.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** The end of a container's standard error: as much as belongs into a message. */
final class StderrTail {
  private static final int MOST_LINES = 15;
  private static final int MOST_BYTES = 4096;

  private StderrTail() {}

  /** The last lines of a text. */
  static String lastLines(String text) {
    List<String> lines = text.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
  }

  /** The last lines of a file, or why it cannot be read. */
  static String of(Path stderr) {
    try (RandomAccessFile file = new RandomAccessFile(stderr.toFile(), "r")) {
      long length = file.length();
      byte[] tail = new byte[(int) Math.min(MOST_BYTES, length)];
      file.seek(length - tail.length);
      file.readFully(tail);
      return lastLines(new String(tail, UTF_8));
    } catch (IOException e) {
      return "(" + stderr + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
