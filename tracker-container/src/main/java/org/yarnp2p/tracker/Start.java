package org.yarnp2p.tracker;

/** For whom the exchange waits. */
enum Start {
  /** For all peers: they have to agree before anybody begins. */
  TOGETHER,

  /**
   * As {@link #TOGETHER}, by a later life of the tracker: what is not there any more is a loss, and
   * no mistake of the input.
   */
  TOGETHER_AGAIN,

  /** For nobody: it begins with the first. */
  ELASTIC,

  /**
   * As {@link #ELASTIC}, by a later life of the tracker: for those who may know something of what
   * was before.
   */
  ELASTIC_AGAIN;

  /** Whether peers may come while the exchange runs. */
  boolean isElastic() {
    return this == ELASTIC || this == ELASTIC_AGAIN;
  }

  /** Whether an earlier life of the tracker may have opened the gate. */
  boolean isAgain() {
    return this == TOGETHER_AGAIN || this == ELASTIC_AGAIN;
  }
}
