package org.yarnp2p.appmaster.fleet;

import org.yarnp2p.conf.P2pKeys;
import org.yarnp2p.model.Rank;

/** The three programs of a job, and the keys that say how large their containers are. */
public enum ContainerKind {
  APPLICATION_MASTER(
      "ApplicationMaster",
      "org.yarnp2p.appmaster.ApplicationMaster",
      P2pKeys.AM_MEMORY_MB,
      P2pKeys.AM_HEAP_MB,
      P2pKeys.AM_VCORES),
  TRACKER(
      "tracker",
      "org.yarnp2p.tracker.TrackerContainer",
      P2pKeys.TRACKER_MEMORY_MB,
      P2pKeys.TRACKER_HEAP_MB,
      P2pKeys.TRACKER_VCORES),
  PEER(
      "peer",
      "org.yarnp2p.peer.PeerContainer",
      P2pKeys.PEER_MEMORY_MB,
      P2pKeys.PEER_HEAP_MB,
      P2pKeys.PEER_VCORES);

  private final String word;
  private final String mainClass;
  private final String memoryKey;
  private final String heapKey;
  private final String vcoresKey;

  ContainerKind(String word, String mainClass, String memoryKey, String heapKey, String vcoresKey) {
    this.word = word;
    this.mainClass = mainClass;
    this.memoryKey = memoryKey;
    this.heapKey = heapKey;
    this.vcoresKey = vcoresKey;
  }

  /** What runs as a rank. */
  static ContainerKind of(Rank rank) {
    return rank.equals(Rank.TRACKER) ? TRACKER : PEER;
  }

  String mainClass() {
    return mainClass;
  }

  String memoryKey() {
    return memoryKey;
  }

  String heapKey() {
    return heapKey;
  }

  String vcoresKey() {
    return vcoresKey;
  }

  /** For messages. */
  @Override
  public String toString() {
    return word;
  }
}
