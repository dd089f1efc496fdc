package org.yarnp2p.client;

import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Where the value of a key comes from. */
final class KeySource {
  /** How Hadoop's parser calls the origin of what {@code -D} sets. */
  private static final String COMMAND_LINE = "from command line";

  /** How Hadoop calls the origin of what a program sets. */
  private static final Set<String> PROGRAMS = Set.of("programmatically", "Unknown");

  private KeySource() {}

  static boolean isCommandLine(Configuration conf, String key) {
    return first(conf, key).equals(COMMAND_LINE);
  }

  /** The file that sets a key; empty when none does. */
  static Optional<String> file(Configuration conf, String key) {
    String source = first(conf, key);
    boolean other = source.isEmpty() || source.equals(COMMAND_LINE) || PROGRAMS.contains(source);
    return other ? Optional.empty() : Optional.of(source);
  }

  private static String first(Configuration conf, String key) {
    String[] sources = conf.getPropertySources(key);
    return sources == null || sources.length == 0 ? "" : sources[0];
  }
}
