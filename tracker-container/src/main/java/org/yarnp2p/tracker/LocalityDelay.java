package org.yarnp2p.tracker;

import java.util.HashMap;
import java.util.Map;

/**
 * Delay scheduling (Zaharia et al.: Delay scheduling, EuroSys 2010), as YARN's and Spark's: a peer
 * that is near nothing of what is left to read asks some times in vain before it is given what
 * others are near to. They read it from their own disks meanwhile, and it gets it from them. Not
 * thread-safe.
 */
final class LocalityDelay {
  private final int most;
  private final Map<Integer, Integer> inVain = new HashMap<>();

  /**
   * @param most how many times a peer asks in vain, from 0
   */
  LocalityDelay(int most) {
    this.most = most;
  }

  /** Whether a rank has waited long enough: it may read what is near to others. */
  boolean isOver(int rank) {
    return inVain.getOrDefault(rank, 0) >= most;
  }

  /** A rank was given nothing, since all that is left is near to others. */
  void askedInVain(int rank) {
    inVain.merge(rank, 1, Integer::sum);
  }

  /** A rank was given something that is near to it: it begins to wait anew. */
  void wasNear(int rank) {
    inVain.remove(rank);
  }
}
