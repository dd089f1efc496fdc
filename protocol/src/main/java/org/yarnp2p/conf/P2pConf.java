package org.yarnp2p.conf;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads {@code p2p.*} keys with their units. Defaults come from {@code p2p-default.xml} alone, so a
 * key that is missing there is a mistake and throws.
 */
public final class P2pConf {
  static {
    Configuration.addDefaultResource("p2p-default.xml");
    Configuration.addDefaultResource("p2p-site.xml");
  }

  private P2pConf() {}

  /** A configuration with Hadoop's and the project's resources from the class path. */
  public static Configuration create() {
    return new Configuration();
  }

  /** Makes the project's defaults visible in every configuration of this process. */
  public static void addDefaultResources() {
    // The static initializer has done so by now.
  }

  /**
   * A time in ms.
   *
   * @throws IllegalArgumentException when the value is not a time with a unit
   */
  public static long millis(Configuration conf, String key) {
    required(conf, key);
    return conf.getTimeDuration(key, 0, TimeUnit.MILLISECONDS);
  }

  /**
   * A size in bytes.
   *
   * @throws IllegalArgumentException when the value is not a size, with or without a unit k, m, g
   */
  public static long bytes(Configuration conf, String key) {
    required(conf, key);
    return conf.getLongBytes(key, 0);
  }

  /**
   * A whole number within a range.
   *
   * @throws IllegalArgumentException when the value is not a number or out of range
   */
  public static int integer(Configuration conf, String key, int least, int most) {
    String text = required(conf, key);
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          key + ": found '" + text + "', expected a whole number", e);
    }
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + ": found " + value + ", expected " + least + " to " + most);
    }
    return value;
  }

  /** A flag. */
  public static boolean flag(Configuration conf, String key) {
    String text = required(conf, key);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              key + ": found '" + text + "', expected true or false");
    };
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
    int memory = integer(conf, memoryKey, 64, Integer.MAX_VALUE);
    int heap = integer(conf, heapKey, 0, Integer.MAX_VALUE);
    if (heap >= memory) {
      throw new IllegalArgumentException(
          heapKey + " (" + heap + ") must be below " + memoryKey + " (" + memory + ")");
    }
    return heap == 0 ? memory * 3 / 4 : heap;
  }

  private static String required(Configuration conf, String key) {
    String value = conf.getTrimmed(key);
    if (value == null) {
      throw new IllegalArgumentException(
          key + " has no value; is p2p-default.xml on the class path?");
    }
    return value;
  }
}
