package org.yarnp2p.client.doctor;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * How long the servers that doctor looks at may take for one answer. With Hadoop's own settings a
 * NameNode that hangs takes two minutes for each question, and one whose host is away a quarter of
 * an hour.
 */
final class ShortPatience {
  private static final int ANSWER_MILLIS = 10_000;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int RETRIES = 1;
  private static final int FAILOVERS = 3;

  private static final Map<String, Integer> MOST =
      Map.of(
          "ipc.client.rpc-timeout.ms", ANSWER_MILLIS,
          "ipc.client.connect.timeout", CONNECT_MILLIS,
          "ipc.client.connect.max.retries", RETRIES,
          "ipc.client.connect.max.retries.on.timeouts", RETRIES,
          "dfs.client.failover.max.attempts", FAILOVERS,
          "dfs.client.socket-timeout", ANSWER_MILLIS);

  private ShortPatience() {}

  /** To be called before the first file system is opened; what somebody has set lower stays. */
  static void setIn(Configuration conf) {
    MOST.forEach(
        (key, most) -> {
          int now = conf.getInt(key, 0);
          // For the timeouts 0 means that there is none.
          if (now <= 0 || now > most) {
            conf.setInt(key, most);
          }
        });
  }
}
