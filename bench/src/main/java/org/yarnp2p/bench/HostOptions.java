package org.yarnp2p.bench;

import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.link.BitRate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many hosts, and what their links are. */
final class HostOptions {
  private static final int PEERS = 8;

  @Mixin private PeersOption peers = new PeersOption(PEERS);

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      defaultValue = "100mbit",
      converter = Converters.Rate.class,
      description = "Of each host's link, up and down, as tc takes it. Default: 100mbit.")
  private BitRate rate;

  /**
   * @param most peers that there may be
   */
  void check(int most) throws UsageException {
    peers.check(most);
  }

  PeersOption peers() {
    return peers;
  }

  BitRate rate() {
    return rate;
  }

  String describe() {
    return peers.describe() + " at " + rate;
  }
}
