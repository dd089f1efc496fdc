package org.yarnp2p.container;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.job.WholeFile;

/**
 * The names of the classes that a process has loaded, as {@code java -Xshare:dump} reads them, with
 * the class path and the JVM in two lines of comment. {@code p2p install} makes a class-data
 * archive of those of a small job.
 */
public final class ClassList {
  /** In the working directory of the process. */
  private static final String FILE = "classes.lst";

  /** With this option the JVM writes the list. */
  public static final String OPTION = "-XX:DumpLoadedClassList=" + FILE;

  /** What the name of a list that is complete ends with. */
  public static final String SUFFIX = ".lst";

  /** Begins the line with the class path of the process. */
  public static final String CLASS_PATH = "# class path: ";

  /** Begins the line with the version of its JVM. */
  public static final String JVM = "# JVM: ";

  private static final Logger LOG = LoggerFactory.getLogger(ClassList.class);

  private ClassList() {}

  /** Whether the processes of a job leave their lists. */
  public static boolean isWanted(Configuration conf) {
    return !P2pConf.text(conf, P2pKeys.CLASS_LIST).isEmpty();
  }

  /**
   * Leaves the list of this process, where it is wanted. The job does not fail when that fails: who
   * wants the list misses it.
   *
   * @param name of the process among those of the job
   */
  public static void leave(Configuration conf, Path workingDirectory, String name) {
    if (!isWanted(conf)) {
      return;
    }
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(P2pConf.text(conf, P2pKeys.CLASS_LIST), name + SUFFIX);
    org.apache.hadoop.fs.Path part = file.suffix(".part");
    try {
      FileSystem fs = file.getFileSystem(conf);
      // The directory is not made anew where an interrupted installation has removed it.
      try (OutputStream out = fs.createFile(part).overwrite(true).build()) {
        out.write(line(CLASS_PATH, "java.class.path"));
        out.write(line(JVM, "java.vm.version"));
        Files.copy(workingDirectory.resolve(FILE), out);
      }
      WholeFile.replace(fs, part, file);
    } catch (IOException e) {
      LOG.warn("cannot leave the list of loaded classes as {}", file, e);
    }
  }

  private static byte[] line(String begin, String property) {
    return (begin + System.getProperty(property) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
