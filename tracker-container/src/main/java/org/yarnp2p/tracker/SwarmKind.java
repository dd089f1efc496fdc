package org.yarnp2p.tracker;

/** For whom the exchange waits, and whether files may be lost. */
public enum SwarmKind {
  /** For all peers, which have to agree before anybody begins; a lost file fails the swarm. */
  TOGETHER,

  /**
   * As {@link #TOGETHER}, but the job goes on without files that are lost: nobody waits for them.
   */
  PARTIAL,

  /**
   * A distribution, all whose files have an origin: the gate opens with the first join, others come
   * while the exchange runs and bring what they have already. What differs there from what is known
   * is disowned. The swarm drains when every peer is complete or given up.
   */
  ELASTIC;

  /** Whether peers may come while the exchange runs. */
  boolean isElastic() {
    return this == ELASTIC;
  }
}
