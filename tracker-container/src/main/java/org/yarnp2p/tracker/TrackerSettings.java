package org.yarnp2p.tracker;

import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.conf.P2pConf;
import org.yarnp2p.conf.P2pKeys;

/**
 * What shapes the tracker's decisions.
 *
 * @param neighbours links that a rank should have in a swarm larger than a full mesh, from 1
 * @param fullMesh largest number of ranks of a swarm that are all linked to each other, from 1
 * @param localityDelay how many times a peer asks in vain for something to read from origins before
 *     it is given what is near to others, from 0
 */
public record TrackerSettings(int neighbours, int fullMesh, int localityDelay) {
  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public TrackerSettings {
    if (neighbours < 1 || fullMesh < 1 || localityDelay < 0) {
      throw new IllegalArgumentException(
          "neighbours %d, full mesh %d, locality delay %d"
              .formatted(neighbours, fullMesh, localityDelay));
    }
  }

  /** Nobody waits for what is near. */
  public TrackerSettings(int neighbours, int fullMesh) {
    this(neighbours, fullMesh, 0);
  }

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException when a value is not a number or out of range
   */
  public static TrackerSettings from(Configuration conf) {
    return new TrackerSettings(
        P2pConf.integer(conf, P2pKeys.NEIGHBOURS),
        P2pConf.integer(conf, P2pKeys.FULL_MESH),
        P2pConf.integer(conf, P2pKeys.LOCALITY_DELAY));
  }

  /**
   * Links that a rank gets in all its swarms together. Only links without which a swarm would fall
   * apart go beyond.
   */
  int degreeLimit() {
    return Math.max(4 * neighbours, fullMesh);
  }
}
