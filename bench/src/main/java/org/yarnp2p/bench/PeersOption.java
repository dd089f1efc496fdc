package org.yarnp2p.bench;

import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** How many peers there are besides the seed. */
final class PeersOption {
  private static final String NAME = "--peers";

  @Option(
      names = NAME,
      paramLabel = "N",
      description = "Peers that want the file. Default: ${DEFAULT-VALUE}.")
  private int count;

  /**
   * @param count when the option is not given
   */
  PeersOption(int count) {
    this.count = count;
  }

  void check() throws UsageException {
    WholeNumber.atLeast(1, NAME, count);
  }

  void check(int most) throws UsageException {
    WholeNumber.between(1, most, NAME, count);
  }

  int count() {
    return count;
  }

  String describe() {
    return count + (count == 1 ? " peer" : " peers");
  }
}
