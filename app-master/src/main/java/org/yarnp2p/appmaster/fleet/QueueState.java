package org.yarnp2p.appmaster.fleet;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.NodeLabel;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yarnp2p.conf.P2pKeys;

/**
 * How full a queue is, asked as any client would.
 *
 * @param words in a sentence
 * @param fill how much of what it may have at most is in use, about 1 when it is full; not a number
 *     when nobody says
 */
record QueueState(String words, double fill) {
  private static final Logger LOG = LoggerFactory.getLogger(QueueState.class);

  /** Of a queue that is full a remainder is free that is too small for anything. */
  private static final double FULL = 0.9;

  /**
   * Takes up to {@link P2pKeys#IPC_CALL_TIMEOUT}; on a cluster with Kerberos an ApplicationMaster
   * may not ask, and the sentence says so.
   */
  static QueueState ask(String queue, String application, Configuration conf) {
    ApplicationId id = ApplicationId.fromString(application);
    try {
      return ResourceManagerQuestion.answer(
          client ->
              of(
                  queue,
                  client.getQueueInfo(queue),
                  client.getApplicationReport(id).getAppNodeLabelExpression()),
          conf);
    } catch (IOException e) {
      LOG.warn("The state of queue {} cannot be read", queue, e);
      return unknown(queue, e.getMessage());
    }
  }

  /**
   * @param info of the queue; null when there is none
   * @param expression which nodes the application runs on, as its report says
   */
  static QueueState of(String queue, QueueInfo info, String expression) {
    if (info == null) {
      return unknown(queue, "the ResourceManager does not know it");
    }
    String label =
        NodeLabel.NODE_LABEL_EXPRESSION_NOT_SET.equals(expression)
            ? info.getDefaultNodeLabelExpression()
            : expression;
    return label == null || label.isBlank() || label.equals(NodeLabel.DEFAULT_NODE_LABEL_PARTITION)
        ? of(queue, info)
        : ofLabel(queue, info, label);
  }

  private static QueueState ofLabel(String queue, QueueInfo info, String label) {
    QueueShare share = QueueShare.ofLabel(info, label);
    return new QueueState(
        String.format(
            Locale.ROOT,
            "Queue %s is %s and has %.0f %% of the nodes with label %s (at most %.0f %%); how much"
                + " of that is in use YARN does not say.",
            queue,
            info.getQueueState().toString().toLowerCase(Locale.ROOT),
            100 * share.capacity(),
            label,
            100 * share.most()),
        share.fill());
  }

  private static QueueState of(String queue, QueueInfo info) {
    QueueShare share = QueueShare.of(info);
    String words =
        String.format(
            Locale.ROOT,
            "Queue %s is %s, has %.0f %% of the cluster%s and uses %.0f %% of its own.",
            queue,
            info.getQueueState().toString().toLowerCase(Locale.ROOT),
            100 * share.capacity(),
            Double.isNaN(share.most())
                ? ""
                : String.format(Locale.ROOT, " (at most %.0f %%)", 100 * share.most()),
            100 * share.used());
    return new QueueState(words, share.fill());
  }

  private static QueueState unknown(String queue, String why) {
    return new QueueState("The state of queue " + queue + " is unknown (" + why + ").", Double.NaN);
  }

  /**
   * The likely reason why nothing comes, in a sentence; empty when it is not to be guessed.
   *
   * @param room whether the scheduler would let the job have another container, as far as shares go
   */
  String cause(boolean room) {
    if (room) {
      return " The share would allow more, so no node has that much free: other queues or jobs have"
          + " it, or the nodes are too small.";
    }
    if (Double.isNaN(fill)) {
      return "";
    }
    return fill >= FULL
        ? " So the queue is full: others in it have to end, or its maximum-capacity to be raised."
        : " So it is the share of one user that is used up, not that of the queue"
            + " (user-limit-factor, minimum-user-limit-percent): your other jobs have to end, or"
            + " these to be raised.";
  }
}
