package org.yarnp2p.appmaster.fleet;

import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.yarn.api.records.QueueConfigurations;
import org.apache.hadoop.yarn.api.records.QueueInfo;

/**
 * What a queue has of the cluster, whichever scheduler says so.
 *
 * @param capacity its own share of a partition of the cluster, 0 to 1; not a number where the
 *     scheduler does not say
 * @param most share that it may grow to, likewise
 * @param used of its own share; more than 1 when it has grown, not a number where nobody says
 */
public record QueueShare(double capacity, double most, double used) {
  private static final String DEFAULT_PARTITION = "";

  /**
   * Of the default partition, from what the ResourceManager says. With the Capacity Scheduler a
   * queue's capacity is a share of its parent, and that of the cluster stands with its
   * configurations; other schedulers have no such, and say the share of the cluster (the Fair
   * Scheduler without a maximum, which is negative then).
   */
  public static QueueShare of(QueueInfo info) {
    QueueConfigurations shares = shares(info).get(DEFAULT_PARTITION);
    double capacity = shares == null ? info.getCapacity() : shares.getAbsoluteCapacity();
    double most = shares == null ? info.getMaximumCapacity() : shares.getAbsoluteMaxCapacity();
    return new QueueShare(capacity, most < 0 ? Double.NaN : most, info.getCurrentCapacity());
  }

  /**
   * Of the nodes with a label. A queue that may not use them has no share; how much of one is in
   * use the ResourceManager does not say.
   */
  public static QueueShare ofLabel(QueueInfo info, String label) {
    Map<String, QueueConfigurations> partitions = shares(info);
    QueueConfigurations shares = partitions.get(label);
    if (partitions.isEmpty()) {
      return new QueueShare(Double.NaN, Double.NaN, Double.NaN);
    }
    return shares == null
        ? new QueueShare(0, 0, Double.NaN)
        : new QueueShare(shares.getAbsoluteCapacity(), shares.getAbsoluteMaxCapacity(), Double.NaN);
  }

  private static Map<String, QueueConfigurations> shares(QueueInfo info) {
    return Objects.requireNonNullElse(info.getQueueConfigurations(), Map.of());
  }

  /** How much of what it may have at most is in use; not a number when nobody says. */
  double fill() {
    return most > 0 ? capacity * used / most : Double.NaN;
  }
}
