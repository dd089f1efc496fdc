package org.yarnp2p.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pKeys;

/**
 * Finds keys of this program that it does not know. Hadoop would pass over a mistyped key, and the
 * setting would have no effect.
 */
final class UnknownKeys {
  private static final String OURS = "p2p.";

  /** A key that differs in more letters than this is no suggestion. */
  private static final int MOST_LETTERS = 6;

  private UnknownKeys() {}

  /**
   * Looks at all that is set.
   *
   * @return a line for each unknown key of a file: files may be shared with other versions
   * @throws UsageException for the first unknown key of the command line
   */
  static List<String> check(Configuration conf) throws UsageException {
    Set<String> known = Set.copyOf(P2pKeys.all());
    SortedSet<String> unknown = new TreeSet<>();
    for (Map.Entry<String, String> entry : conf) {
      if (entry.getKey().startsWith(OURS) && !known.contains(entry.getKey())) {
        unknown.add(entry.getKey());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String key : unknown) {
      String mistake = "unknown key " + key + Suggestion.of(key, known, MOST_LETTERS);
      if (KeySource.isCommandLine(conf, key)) {
        throw new UsageException("-D: " + mistake);
      }
      lines.add(KeySource.file(conf, key).map(file -> file + ": ").orElse("") + mistake);
    }
    return lines;
  }
}
