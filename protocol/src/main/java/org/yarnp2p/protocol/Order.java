package org.yarnp2p.protocol;

/** What a container is to do, in the {@link HeartbeatAnswer}. */
public enum Order {
  /** Go on. */
  CONTINUE,
  /** The job is ending without this container: stop at once. */
  STOP,
  /** Go on, and register: this ApplicationMaster does not know where the container listens. */
  REGISTER
}
