package org.yarnp2p.bench;

import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** How many of the peers are slow. */
final class SlowOption {
  private static final String NAME = "--slow";

  @Option(
      names = NAME,
      paramLabel = "K",
      defaultValue = "0",
      description = "Peers with a tenth of the rate. Default: 0.")
  private int count;

  void check(PeersOption peers) throws UsageException {
    WholeNumber.between(0, peers.count(), NAME, count);
  }

  int count() {
    return count;
  }
}
