package org.yarnp2p.tracker;

/** For whom the exchange waits. */
enum Start {
  /** For all peers: they have to agree before anybody begins. */
  TOGETHER,

  /** For nobody: it begins with the first. */
  ELASTIC,

  /**
   * As {@link #ELASTIC}, by a later life of the tracker: for those who may know something of what
   * was before.
   */
  ELASTIC_AGAIN;

  /** Whether peers may come while the exchange runs. */
  boolean isElastic() {
    return this != TOGETHER;
  }
}
