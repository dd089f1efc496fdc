package org.yarnp2p.bench;

import org.yarnp2p.bench.figures.BitRate;
import org.yarnp2p.client.UsageException;
import picocli.CommandLine.Option;

/** How many hosts, and what their links are. */
final class HostOptions {
  @Option(
      names = "--peers",
      paramLabel = "N",
      defaultValue = "8",
      description = "Hosts that want the file. Default: 8.")
  private int peers;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "100mbit",
      converter = Converters.Rate.class,
      description = "Of each host's link, up and down, as tc takes it. Default: 100mbit.")
  private BitRate rate;

  void check(int most) throws UsageException {
    if (peers < 1 || peers > most) {
      throw new UsageException("--peers: found " + peers + ", expected 1 to " + most);
    }
  }

  int peers() {
    return peers;
  }

  BitRate rate() {
    return rate;
  }

  String describe() {
    return peers + (peers == 1 ? " peer at " : " peers at ") + rate;
  }
}
