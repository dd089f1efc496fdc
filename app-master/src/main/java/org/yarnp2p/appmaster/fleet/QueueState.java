package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pKeys;

/** How full a queue is, asked as any client would. */
final class QueueState {
  private static final Logger LOG = LoggerFactory.getLogger(QueueState.class);

  private QueueState() {}

  /**
   * A sentence about the queue. Takes up to {@link P2pKeys#IPC_CALL_TIMEOUT}; on a cluster with
   * Kerberos an ApplicationMaster may not ask, and the sentence says so.
   */
  static String describe(String queue, Configuration conf) {
    try {
      return sentence(
          queue, ResourceManagerQuestion.answer(client -> client.getQueueInfo(queue), conf));
    } catch (IOException e) {
      LOG.warn("The state of queue {} cannot be read", queue, e);
      return unknown(queue, e.getMessage());
    }
  }

  private static String sentence(String queue, QueueInfo info) {
    if (info == null) {
      return unknown(queue, "the ResourceManager does not know it");
    }
    return String.format(
        Locale.ROOT,
        "Queue %s is %s, has %.0f %% of the cluster (at most %.0f %%) and uses %.0f %% of its own.",
        queue,
        info.getQueueState().toString().toLowerCase(Locale.ROOT),
        100 * info.getCapacity(),
        100 * info.getMaximumCapacity(),
        100 * info.getCurrentCapacity());
  }

  private static String unknown(String queue, String why) {
    return "The state of queue " + queue + " is unknown (" + why + ").";
  }
}
