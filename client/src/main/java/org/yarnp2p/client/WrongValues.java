package org.yarnp2p.client;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.ConfCheck;

/**
 * Refuses values that make no sense before there is a job. A container would find them minutes
 * later, and its log is read by nobody until then.
 */
final class WrongValues {
  private WrongValues() {}

  /**
   * Looks at all that is set.
   *
   * @throws UsageException with a line for each mistake
   */
  static void check(Configuration conf) throws UsageException {
    List<ConfCheck.Mistake> mistakes = ConfCheck.mistakes(conf);
    if (!mistakes.isEmpty()) {
      throw new UsageException(
          mistakes.stream().map(mistake -> source(conf, mistake.key()) + mistake.text()).toList());
    }
  }

  private static String source(Configuration conf, String key) {
    Optional<String> file = KeySource.file(conf, key);
    return file.map(name -> name + ": ").orElse("");
  }
}
