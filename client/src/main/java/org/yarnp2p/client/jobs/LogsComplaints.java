package org.yarnp2p.client.jobs;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The error stream of {@code yarn logs}, which prints exceptions as they are, and those of a
 * NameNode have its stack trace in their message. What is passed on are the lines for people; that
 * somebody may not read the logs is kept, since the caller has to say it as the reason.
 */
final class LogsComplaints extends OutputStream {
  private static final Pattern TRACE =
      Pattern.compile("\\s+at \\S+\\(.*\\)|Caused by: .*|\\s+\\.\\.\\. \\d+ more");

  private static final Pattern CLASS_NAME =
      Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error): ");

  private static final Pattern DENIAL =
      Pattern.compile("permission denied|does not have permission", Pattern.CASE_INSENSITIVE);

  /** What follows from a denial. */
  private static final String SO_NOTHING = "Can not find ";

  private final PrintStream people;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String denial;

  /** Passes lines on. */
  LogsComplaints(PrintStream people) {
    this.people = people;
  }

  /** The first line that says that something is forbidden. */
  synchronized Optional<String> denial() {
    return Optional.ofNullable(denial);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      end();
    } else {
      line.write(b);
    }
  }

  /** Passes on a last line without an end. */
  @Override
  public synchronized void close() {
    if (line.size() > 0) {
      end();
    }
  }

  private void end() {
    String text = line.toString(Charset.defaultCharset()).stripTrailing();
    line.reset();
    if (text.isEmpty() || TRACE.matcher(text).matches()) {
      return;
    }
    String plain = CLASS_NAME.matcher(text).replaceFirst("");
    if (DENIAL.matcher(plain).find()) {
      denial = denial == null ? plain : denial;
    } else if (denial == null || !plain.startsWith(SO_NOTHING)) {
      people.println(plain);
    }
  }
}
