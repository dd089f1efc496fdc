package org.yarnp2p.appmaster.attempt;

/**
 * One of the processes that are a job's ApplicationMaster, one after the other.
 *
 * @param number 1, 2, ...
 * @param last whether no other one can follow
 */
public record Attempt(int number, boolean last) {
  /** Of a job without a cluster. */
  public static final Attempt ONLY = new Attempt(1, true);

  /** More containers than one rank has during one attempt. */
  private static final int LIVES = 1000;

  /**
   * The highest incarnation that a container of an earlier attempt can have; 0 in the first. Since
   * the numbers of each attempt begin above those of all before, none has to be written down before
   * a container is started.
   */
  public int earlierIncarnations() {
    return Math.multiplyExact(number - 1, LIVES);
  }
}
