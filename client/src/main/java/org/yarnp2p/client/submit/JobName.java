package org.yarnp2p.client.submit;

import org.yarnp2p.client.UsageException;

/** What people call a job. */
public final class JobName {
  private JobName() {}

  /**
   * The name of {@code --name}, or another.
   *
   * @param said null when nothing was said
   * @param otherwise the name that a job has by itself
   * @throws UsageException when a name without a character was said
   */
  public static String of(String said, String otherwise) throws UsageException {
    if (said == null) {
      return otherwise;
    }
    if (said.isBlank()) {
      throw new UsageException(
          "--name: found '" + said + "', expected a name; leave the option out");
    }
    return said;
  }
}
