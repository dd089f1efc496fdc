package org.yarnp2p.protocol;

/** The ApplicationMaster's answer to a heartbeat. */
public enum Order {
  /** Go on. */
  CONTINUE,
  /** The job is ending without this container: stop at once. */
  STOP
}
