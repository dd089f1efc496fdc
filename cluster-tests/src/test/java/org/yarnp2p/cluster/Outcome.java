package org.yarnp2p.cluster;

/**
 * How a command line ended.
 *
 * @param exitCode of the process, or what it would be
 * @param out printed for scripts
 * @param err printed for people
 */
record Outcome(int exitCode, String out, String err) {
  /** For the description of an assertion. */
  @Override
  public String toString() {
    return "exit code " + exitCode + "\n--- out\n" + out + "--- err\n" + err;
  }
}
