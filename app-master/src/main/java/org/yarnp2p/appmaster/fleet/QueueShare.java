package org.yarnp2p.appmaster.fleet;

import java.util.Map;
import org.apache.hadoop.yarn.api.records.QueueConfigurations;
import org.apache.hadoop.yarn.api.records.QueueInfo;

/**
 * What a queue has of the cluster, whichever scheduler says so.
 *
 * @param capacity its own share of the cluster's default partition, 0 to 1
 * @param most share that it may grow to, likewise; not a number where the scheduler does not say
 * @param used of its own share; more than 1 when it has grown
 */
public record QueueShare(double capacity, double most, double used) {
  private static final String DEFAULT_PARTITION = "";

  /**
   * From what the ResourceManager says. With the Capacity Scheduler a queue's capacity is a share
   * of its parent, and that of the cluster stands with its configurations; other schedulers have no
   * such, and say the share of the cluster (the Fair Scheduler without a maximum, which is negative
   * then).
   */
  public static QueueShare of(QueueInfo info) {
    Map<String, QueueConfigurations> partitions = info.getQueueConfigurations();
    QueueConfigurations shares = partitions == null ? null : partitions.get(DEFAULT_PARTITION);
    double capacity = shares == null ? info.getCapacity() : shares.getAbsoluteCapacity();
    double most = shares == null ? info.getMaximumCapacity() : shares.getAbsoluteMaxCapacity();
    return new QueueShare(capacity, most < 0 ? Double.NaN : most, info.getCurrentCapacity());
  }

  /** How much of what it may have at most is in use; not a number when nobody says. */
  double fill() {
    return most > 0 ? capacity * used / most : Double.NaN;
  }
}
