package org.yarnp2p.client.view;

import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** The options about output of a verb that follows a job. */
public final class FollowOptions extends OutputOptions {
  @Option(names = "--verbose", description = "Progress with a row for every rank.")
  private boolean verbose;

  @Override
  public Showing showing() {
    Showing showing = super.showing();
    return new Showing(showing.format(), showing.quiet(), verbose);
  }

  /**
   * Checks that the options do not contradict each other.
   *
   * @throws UsageException when they do
   */
  public void check() throws UsageException {
    if (verbose && showing().quiet()) {
      throw new UsageException("--quiet and --verbose contradict each other");
    }
  }
}
