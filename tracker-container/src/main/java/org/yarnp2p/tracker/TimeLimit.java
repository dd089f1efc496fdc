package org.yarnp2p.tracker;

import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;

/**
 * How long to wait for something.
 *
 * @param millis ms
 * @param text the same with its unit, for people
 * @param key of the configuration that sets it
 */
record TimeLimit(long millis, String text, String key) {
  static TimeLimit of(Configuration conf, String key) {
    return new TimeLimit(P2pConf.millis(conf, key), P2pConf.text(conf, key), key);
  }

  /** For example {@code 10m (p2p.tracker.gate.timeout)}. */
  @Override
  public String toString() {
    return text + " (" + key + ")";
  }
}
