package org.yarnp2p.container;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.apache.log4j.Layout;
import org.apache.log4j.spi.LoggingEvent;

/**
 * A line of a container's log, such as "2026-11-28 09:05:03,042 INFO [main] PeerService: ready".
 * The JDK's formats of time would load its data of locales for it.
 */
final class LogLine extends Layout {
  private final boolean full;
  private final ZoneId zone = ZoneId.systemDefault();

  private LogLine(boolean full) {
    this.full = full;
  }

  /** Level, class and message only. */
  static LogLine plain() {
    return new LogLine(false);
  }

  /** With time and thread, and the stack trace of what was thrown. */
  static LogLine withTimeAndTrace() {
    return new LogLine(true);
  }

  @Override
  public String format(LoggingEvent event) {
    StringBuilder line = new StringBuilder();
    if (full) {
      append(line, LocalDateTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), zone));
    }
    line.append(event.getLevel()).append(' ');
    if (full) {
      line.append('[').append(event.getThreadName()).append("] ");
    }
    String logger = event.getLoggerName();
    return line.append(logger, logger.lastIndexOf('.') + 1, logger.length())
        .append(": ")
        .append(event.getRenderedMessage())
        .append(LINE_SEP)
        .toString();
  }

  private static void append(StringBuilder line, LocalDateTime time) {
    line.append(time.toLocalDate()).append(' ');
    appendTwoDigits(line, time.getHour());
    line.append(':');
    appendTwoDigits(line, time.getMinute());
    line.append(':');
    appendTwoDigits(line, time.getSecond());
    int millis = (int) TimeUnit.NANOSECONDS.toMillis(time.getNano());
    line.append(',').append(millis / 100);
    appendTwoDigits(line, millis % 100);
    line.append(' ');
  }

  private static void appendTwoDigits(StringBuilder line, int number) {
    line.append(number / 10).append(number % 10);
  }

  /** What was thrown is then the appender's to write. */
  @Override
  public boolean ignoresThrowable() {
    return full;
  }

  @Override
  public void activateOptions() {}
}
