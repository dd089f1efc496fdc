package org.yarnp2p.appmaster.roster;

/**
 * How far the container of a rank has come. A rank moves down this list, but one that counts as
 * failed may turn out to be done; how far it is with its work is its {@link
 * org.yarnp2p.protocol.RankPhase}.
 */
public enum RankState {
  /** No container has been asked for. */
  PLANNED,
  /** A container has been asked for. */
  REQUESTED,
  /** The container has been started. */
  LAUNCHED,
  /** The container has called the umbilical. */
  REGISTERED,
  /** The container has said that its work is done. */
  DONE,
  /** The container has failed, has ended or is silent without being done, or was given up. */
  FAILED,
  /** The container did not come up in time and was given up. */
  ABSENT
}
