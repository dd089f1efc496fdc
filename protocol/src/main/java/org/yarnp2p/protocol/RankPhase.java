package org.yarnp2p.protocol;

/** Where one container stands. */
public enum RankPhase {
  /** Started; a peer opens and hashes what it holds. */
  STARTING,
  /** Known to the tracker, waiting for the start gate. */
  JOINED,
  /** Downloading and uploading. */
  EXCHANGING,
  /** Has all it wanted, still uploading. */
  COMPLETE,
  /** Left after the drain. */
  LEFT
}
