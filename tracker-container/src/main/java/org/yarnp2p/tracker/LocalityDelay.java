package org.yarnp2p.tracker;

import java.util.HashMap;
import java.util.Map;

/**
 * Delay scheduling (Zaharia et al.: Delay scheduling, EuroSys 2010), as YARN's and Spark's: a peer
 * that is near nothing of what is left to read asks some times in vain before it is given what
 * others are near to. They read it from their own disks meanwhile, and it gets it from them. As
 * long as they do, it waits {@value #WHILE_OTHERS_READ} times as long. Not thread-safe.
 */
final class LocalityDelay {
  private static final int WHILE_OTHERS_READ = 4;

  private final int most;
  private final Map<Integer, Waiting> waiting = new HashMap<>();

  /** Of one rank. */
  private static final class Waiting {
    /** In units of which an ask is {@link #WHILE_OTHERS_READ} when nobody reads. */
    long waited;

    long givenBefore;
  }

  /**
   * @param most how many times a peer asks in vain while nobody reads, from 0
   */
  LocalityDelay(int most) {
    this.most = most;
  }

  /** Whether a rank has waited long enough: it may read what is near to others. */
  boolean isOver(int rank) {
    Waiting one = waiting.get(rank);
    return (one == null ? 0 : one.waited) >= (long) most * WHILE_OTHERS_READ;
  }

  /**
   * A rank was given nothing, since all that is left is near to others.
   *
   * @param given bytes that ranks were ever given to read, all together
   */
  void askedInVain(int rank, long given) {
    Waiting one = waiting.computeIfAbsent(rank, r -> new Waiting());
    one.waited += given > one.givenBefore ? 1 : WHILE_OTHERS_READ;
    one.givenBefore = given;
  }

  /** A rank was given something that is near to it: it begins to wait anew. */
  void wasNear(int rank) {
    waiting.remove(rank);
  }
}
