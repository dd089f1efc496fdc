package org.yarnp2p.protocol;

/** What may help a rank whose container cannot go on. */
public enum Cure {
  /** Another container, best where this one was. */
  RESTART,
  /** A container on another node: this node has no room, or its disks do not serve. */
  ELSEWHERE,
  /** Nothing: every other container of the rank would fail for the same reason. */
  NONE
}
