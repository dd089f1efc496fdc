package org.yarnp2p.client;

import org.apache.hadoop.conf.Configuration;

/**
 * What a verb works with.
 *
 * @param conf Hadoop's and the project's configuration with the generic options applied; the verb's
 *     own to change
 * @param console where people and scripts read
 */
public record Session(Configuration conf, Console console) {
  /**
   * Runs another verb with this session's configuration and streams, as its caller would.
   *
   * @param args a command line, the verb first
   * @return the exit code
   */
  public int p2p(String... args) {
    return P2p.run(conf, console, args);
  }
}
