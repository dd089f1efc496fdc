package org.yarnp2p.bench;

import java.util.Optional;
import org.yarnp2p.bench.net.Racks;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.link.BitRate;
import picocli.CommandLine.Option;

/** How many racks the hosts are in, and what joins these. */
final class RackOptions {
  private static final String RACKS = "--racks";

  @Option(
      names = RACKS,
      paramLabel = "R",
      defaultValue = "1",
      description = "Racks, among which the hosts are divided evenly. Default: 1.")
  private int count;

  @Option(
      names = "--uplink",
      paramLabel = "RATE",
      converter = Converters.Rate.class,
      description =
          "Of each rack's link to the core, up and down, as tc takes it; with --racks 2 or more.")
  private BitRate uplink;

  /**
   * @param hosts that there are
   */
  void check(int hosts) throws UsageException {
    WholeNumber.between(1, hosts, RACKS, count);
    if (count > 1 && uplink == null) {
      throw new UsageException(
          "--racks %d needs --uplink, the rate of each rack's link to the core, such as 100mbit"
              .formatted(count));
    }
    if (count == 1 && uplink != null) {
      throw new UsageException("--uplink goes with --racks 2 or more only: one rack has no uplink");
    }
  }

  int count() {
    return count;
  }

  /** Empty for one rack. */
  Optional<BitRate> uplink() {
    return Optional.ofNullable(uplink);
  }

  /** Empty for one rack. */
  Optional<Racks> of(int hosts) {
    return count == 1 ? Optional.empty() : Optional.of(new Racks(hosts, count, uplink));
  }

  /** Behind the hosts; nothing for one rack. */
  String describe() {
    return count == 1 ? "" : " in " + count + " racks with uplinks of " + uplink;
  }
}
