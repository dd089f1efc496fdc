package org.yarnp2p.client;

import java.util.Enumeration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.log4j.Appender;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.ErrorHandler;
import org.apache.log4j.spi.LoggingEvent;

/**
 * The log of a command. Its file goes on when it cannot be written any more, as on a full disk, of
 * which log4j would put a stack trace on the screen.
 */
public final class CommandLog {
  private CommandLog() {}

  /**
   * Runs what ends with an exception that its caller says in a line, while those who warn of it,
   * with a stack trace and at every try, are hushed.
   *
   * @param logger name of theirs, or of a package
   */
  public static <T> T hushed(String logger, Callable<T> work) throws Exception {
    Logger noisy = Logger.getLogger(logger);
    Level before = noisy.getLevel();
    noisy.setLevel(Level.OFF);
    try {
      return work.call();
    } finally {
      noisy.setLevel(before);
    }
  }

  /** Has a line said about it, once. */
  static void sayWhatIsLost(Consumer<String> note) {
    sayWhatIsLost(Logger.getRootLogger(), note);
  }

  static void sayWhatIsLost(Logger root, Consumer<String> note) {
    Enumeration<?> appenders = root.getAllAppenders();
    while (appenders.hasMoreElements()) {
      if (appenders.nextElement() instanceof FileAppender file) {
        file.setErrorHandler(new SaidOnce(file.getFile(), note));
      }
    }
  }

  private static final class SaidOnce implements ErrorHandler {
    private final String file;
    private final Consumer<String> note;
    private final AtomicBoolean said = new AtomicBoolean();

    SaidOnce(String file, Consumer<String> note) {
      this.file = file;
      this.note = note;
    }

    @Override
    public void error(String message) {
      if (said.compareAndSet(false, true)) {
        note.accept("p2p: cannot write to the log " + file + ": " + message + "; going on without");
      }
    }

    @Override
    public void error(String message, Exception e, int code) {
      error(Reason.of(e));
    }

    @Override
    public void error(String message, Exception e, int code, LoggingEvent event) {
      error(Reason.of(e));
    }

    @Override
    public void setLogger(Logger logger) {}

    @Override
    public void setAppender(Appender appender) {}

    @Override
    public void setBackupAppender(Appender appender) {}

    @Override
    public void activateOptions() {}
  }
}
