package org.yarnp2p.bench;

import org.yarnp2p.client.UsageException;

/** The ranges of options that are whole numbers. */
final class WholeNumber {
  private WholeNumber() {}

  /**
   * Checks a number that has no upper end.
   *
   * @param option its name on the command line
   * @throws UsageException when it is less
   */
  static void atLeast(int least, String option, int found) throws UsageException {
    if (found < least) {
      throw new UsageException(option + ": found " + found + ", expected " + least + " or more");
    }
  }

  /**
   * Checks a number with two ends, which are both allowed.
   *
   * @param option its name on the command line
   * @throws UsageException when it is outside
   */
  static void between(int least, int most, String option, int found) throws UsageException {
    if (found < least || found > most) {
      throw new UsageException(option + ": found " + found + ", expected " + least + " to " + most);
    }
  }
}
