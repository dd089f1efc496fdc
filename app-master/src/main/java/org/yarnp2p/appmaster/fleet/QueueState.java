package org.yarnp2p.appmaster.fleet;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pConf;
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
    FutureTask<QueueInfo> question = new FutureTask<>(() -> ask(queue, conf));
    Thread asker = new Thread(question, "queue state");
    asker.setDaemon(true);
    asker.start();
    try {
      long patience = P2pConf.millis(conf, P2pKeys.IPC_CALL_TIMEOUT);
      return sentence(queue, question.get(patience, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      LOG.warn("The state of queue {} cannot be read", queue, e);
      return unknown(queue, Causes.sentence(e.getCause()));
    } catch (TimeoutException e) {
      question.cancel(true);
      return unknown(queue, "the ResourceManager does not answer");
    } catch (InterruptedException e) {
      question.cancel(true);
      Thread.currentThread().interrupt();
      return unknown(queue, "interrupted");
    }
  }

  private static QueueInfo ask(String queue, Configuration conf) throws Exception {
    try (YarnClient client = YarnClient.createYarnClient()) {
      client.init(conf);
      client.start();
      return client.getQueueInfo(queue);
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
