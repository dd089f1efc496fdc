package org.yarnp2p.container;

import java.io.InputStream;
import java.net.URL;
import java.util.List;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.ConsoleAppender;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.RollingFileAppender;
import org.apache.log4j.spi.Configurator;
import org.apache.log4j.spi.LoggerRepository;

/**
 * Logging of a container: all to {@code p2p.log}, what is worth a warning also to the standard
 * error, in one line each. It is in Java because log4j reads a properties file by reflection, and
 * what that has to load first adds 0.15 CPU-seconds to the start of a container.
 */
public final class ContainerLog implements Configurator {
  /** The system property with the directory of the file. */
  public static final String DIRECTORY = "p2p.log.dir";

  /** What an option of {@code java} begins with that has log4j read a file. */
  public static final String CONFIGURATION = "-Dlog4j.configuration=";

  private static final String FILE = "p2p.log";
  private static final long MOST_BYTES = 64L << 20;
  private static final int OLD_FILES = 3;

  /** Made by log4j, by its name. */
  public ContainerLog() {}

  /** The options of {@code java} that make log4j log this way. */
  public static List<String> options() {
    String name = ContainerLog.class.getName();
    return List.of(
        "-Dlog4j.configuratorClass=" + name,
        // A process of its own has one class loader; log4j would look for another by reflection.
        "-Dlog4j.ignoreTCL=true",
        // It is asked only where there is something to read: its class is.
        CONFIGURATION + name.replace('.', '/') + ".class");
  }

  @Override
  public void doConfigure(URL source, LoggerRepository repository) {
    configure(repository);
  }

  @Override
  public void doConfigure(InputStream source, LoggerRepository repository) {
    configure(repository);
  }

  private static void configure(LoggerRepository repository) {
    Logger root = repository.getRootLogger();
    root.setLevel(Level.INFO);
    root.addAppender(file());
    root.addAppender(standardError());
    // Says in every JVM that there is no native library; nothing here needs one.
    repository.getLogger("org.apache.hadoop.util.NativeCodeLoader").setLevel(Level.ERROR);
    // Repeats with a trace what the caller of a connection that fails gets as an exception.
    repository.getLogger("org.apache.hadoop.ipc.Client").setLevel(Level.ERROR);
  }

  private static AppenderSkeleton file() {
    RollingFileAppender appender = new RollingFileAppender();
    appender.setFile(System.getProperty(DIRECTORY) + "/" + FILE);
    appender.setMaximumFileSize(MOST_BYTES);
    appender.setMaxBackupIndex(OLD_FILES);
    appender.setLayout(LogLine.withTimeAndTrace());
    // Opens the file; tells log4j's own error handler when that fails.
    appender.activateOptions();
    return appender;
  }

  private static AppenderSkeleton standardError() {
    ConsoleAppender appender = new ConsoleAppender();
    appender.setTarget(ConsoleAppender.SYSTEM_ERR);
    appender.setThreshold(Level.WARN);
    appender.setLayout(LogLine.plain());
    appender.activateOptions();
    return appender;
  }
}
