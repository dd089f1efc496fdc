package org.yarnp2p.client.forecast;

import java.util.List;

/**
 * What a job would be, found out without submitting it. The fields are those of the JSON form.
 *
 * @param name of the job
 * @param starts whether it could start
 * @param reasons why it could not
 * @param notes what a person should know besides
 * @param containers by kind
 * @param neededMemoryMb of all containers together, MiB
 * @param largestMemoryMb what the scheduler gives to one container at most, MiB; null when not
 *     asked
 * @param largestVcores the same in virtual cores
 * @param queue that the job would go to; null when there is none or it was not asked
 * @param placement how ranks find their nodes
 * @param ranks where ranks would run, as far as that is known
 * @param files how many
 * @param bytes of all files together, each counted once
 * @param bytesToMove to all ranks that want them
 * @param linkRate that the bound is for
 * @param boundSeconds below which no schedule can stay at that rate
 */
public record Forecast(
    String name,
    boolean starts,
    List<String> reasons,
    List<String> notes,
    List<Containers> containers,
    long neededMemoryMb,
    Long largestMemoryMb,
    Integer largestVcores,
    QueueView queue,
    Placement placement,
    List<Place> ranks,
    int files,
    long bytes,
    long bytesToMove,
    String linkRate,
    double boundSeconds) {
  /** Copies the lists. */
  public Forecast {
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
    containers = List.copyOf(containers);
    ranks = List.copyOf(ranks);
  }

  /**
   * Containers of one kind.
   *
   * @param kind such as peer
   * @param memoryMb of each, MiB
   * @param vcores of each
   */
  public record Containers(String kind, int count, int memoryMb, int vcores) {}

  /**
   * The queue.
   *
   * @param label of the nodes that its shares are of; null for all without a label
   * @param capacityPercent its share of the cluster, or of the nodes with the label; null while it
   *     is idle where its share comes with its applications
   * @param maximumPercent that it may grow to, likewise; null when the scheduler does not say
   * @param usedPercent of its own share; null when the scheduler does not say
   * @param freeMemoryMb what it could still give, MiB; null when the scheduler does not say
   */
  public record QueueView(
      String name,
      String label,
      Double capacityPercent,
      Double maximumPercent,
      Double usedPercent,
      Long freeMemoryMb) {}

  /** How ranks find their nodes, and why so. */
  public record Placement(String mode, String why) {}

  /**
   * One rank.
   *
   * @param remark what is special about the node; may be empty
   */
  public record Place(int rank, String node, String remark) {}

  /**
   * What is to be moved.
   *
   * @param bound seconds
   */
  public record Work(int files, long bytes, long bytesToMove, String linkRate, double bound) {}
}
