package org.yarnp2p.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads {@code p2p.*} keys with their units. Defaults come from {@code p2p-default.xml} alone, so a
 * key that is missing there is a mistake and throws.
 */
public final class P2pConf {
  /** What a host's administrator sets for all that runs there. */
  private static final List<String> SITE_FILES =
      List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml", "p2p-site.xml");

  private P2pConf() {}

  /** A configuration with Hadoop's and the project's resources from the class path. */
  public static Configuration create() {
    addDefaultResources();
    return new Configuration();
  }

  /** Makes the project's defaults visible in every configuration of this process. */
  public static void addDefaultResources() {
    Configuration.addDefaultResource("p2p-default.xml");
    Configuration.addDefaultResource("p2p-site.xml");
  }

  /**
   * What a job's client has written down of all its settings, defaults among them, for the job's
   * processes. The host's own site files add what the client has not set, and keep what they call
   * final.
   *
   * <p>No defaults are read from the class path: the file has them, and a configuration with
   * defaults is parsed anew, with all its copies, whenever a class of Hadoop's adds some of its
   * own. A peer did so until it had read its defaults ten times.
   *
   * @param file {@code job.xml}
   * @throws IOException when the file is missing or cannot be read
   */
  public static Configuration ofJob(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(file + " is missing or cannot be read");
    }
    Configuration conf = new Configuration(false);
    SITE_FILES.forEach(conf::addResource);
    conf.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
    return conf;
  }

  /**
   * A time in ms.
   *
   * @throws IllegalArgumentException when the value is against the key's {@link Time} rule
   */
  public static long millis(Configuration conf, String key) {
    return read(conf, key, (Time) Rules.of(key));
  }

  /**
   * A size in bytes.
   *
   * @throws IllegalArgumentException when the value is against the key's {@link Size} rule
   */
  public static long bytes(Configuration conf, String key) {
    return read(conf, key, (Size) Rules.of(key));
  }

  /**
   * A size in bytes; empty when the program is to choose.
   *
   * @throws IllegalArgumentException when the value is against the key's {@link AutoSize} rule
   */
  public static OptionalLong bytesUnlessAuto(Configuration conf, String key) {
    return read(conf, key, (AutoSize) Rules.of(key));
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException when the value is against the key's {@link Whole} rule
   */
  public static int integer(Configuration conf, String key) {
    return read(conf, key, (Whole) Rules.of(key));
  }

  /**
   * A flag.
   *
   * @throws IllegalArgumentException when the value is neither true nor false
   */
  public static boolean flag(Configuration conf, String key) {
    return read(conf, key, (Flag) Rules.of(key));
  }

  /**
   * One of the words that the key knows.
   *
   * @throws IllegalArgumentException when the value is another
   */
  public static String word(Configuration conf, String key) {
    return read(conf, key, (Word) Rules.of(key));
  }

  /**
   * Absolute paths, normalized.
   *
   * @throws IllegalArgumentException when one is relative or has a scheme
   */
  public static List<Path> directories(Configuration conf, String key) {
    return read(conf, key, (Directories) Rules.of(key));
  }

  /** A text, trimmed; empty when the key is set to nothing. */
  public static String text(Configuration conf, String key) {
    String value = conf.get(key);
    return value == null ? "" : value.trim();
  }

  /**
   * Heap of a container in MiB: the heap key, or 0.75 of the memory key when that is 0.
   *
   * @throws IllegalArgumentException when the heap does not fit into the container
   */
  public static int heapMb(Configuration conf, String heapKey, String memoryKey) {
    int memory = integer(conf, memoryKey);
    int heap = integer(conf, heapKey);
    if (heap >= memory) {
      throw new IllegalArgumentException(
          heapKey + " (" + heap + ") must be below " + memoryKey + " (" + memory + ")");
    }
    return heap == 0 ? (int) (memory * 3L / 4) : heap;
  }

  /**
   * Compares the values of two keys, both times or both sizes.
   *
   * @throws IllegalArgumentException when that of the first is above that of the second
   */
  public static void requireOrder(Configuration conf, String lowerKey, String upperKey) {
    boolean times = Rules.of(lowerKey) instanceof Time;
    long lower = times ? millis(conf, lowerKey) : bytes(conf, lowerKey);
    long upper = times ? millis(conf, upperKey) : bytes(conf, upperKey);
    if (lower > upper) {
      throw new IllegalArgumentException(
          "%s (%s) is above %s (%s)"
              .formatted(lowerKey, text(conf, lowerKey), upperKey, text(conf, upperKey)));
    }
  }

  /** What a key's value means under a rule. */
  static <T> T read(Configuration conf, String key, Rule<T> rule) {
    String value = conf.getTrimmed(key);
    if (value != null) {
      return rule.read(key, value);
    }
    // Hadoop makes nothing of an empty element.
    return rule.value("")
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    key + " has no value; is p2p-default.xml on the class path?"));
  }
}
