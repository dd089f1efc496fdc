package org.yarnp2p.bench.swarm;

import java.util.List;
import java.util.Objects;
import org.yarnp2p.bench.figures.Track;

/**
 * What one run of a swarm has shown.
 *
 * @param makespanSeconds from the gate to the last finish, on the tracker's clock
 * @param deliveredBytes by all peers together
 * @param seedCopies bytes that the seed has sent, divided by those of all files
 * @param rackBytes that have come into the racks that the seed is not in, from the start of the
 *     job's processes to their end
 * @param ranks the tracker, the seed, then the peers
 * @param tracks each peer's progress
 */
public record SwarmRun(
    double makespanSeconds,
    long deliveredBytes,
    double seedCopies,
    long rackBytes,
    List<RankRun> ranks,
    List<Track> tracks) {
  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;

  /** Copies the lists. */
  public SwarmRun {
    ranks = List.copyOf(ranks);
    tracks = List.copyOf(tracks);
  }

  /** Delivered to all peers together, 10^6 bytes in a second. */
  public double megabytesPerSecond() {
    return deliveredBytes / MEGABYTE / makespanSeconds;
  }

  /** CPU of all ranks from the gate to the last finish, for 10^9 bytes delivered. */
  public double cpuSecondsPerGigabyte() {
    return ranks.stream().mapToDouble(RankRun::cpuSeconds).sum() / (deliveredBytes / GIGABYTE);
  }

  /** Most resident memory of any peer, the seed included, bytes. */
  public long peakRssBytes() {
    return ranks.stream().skip(1).mapToLong(RankRun::peakRssBytes).max().orElse(0);
  }

  /**
   * The last finish among the first peers, in seconds.
   *
   * @param peers how many count
   */
  public double lastOf(int peers) {
    return ranks.stream()
        .map(RankRun::finishedSeconds)
        .filter(Objects::nonNull)
        .limit(peers)
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(Double.NaN);
  }
}
