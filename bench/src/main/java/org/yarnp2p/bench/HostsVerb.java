package org.yarnp2p.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.net.TableMapping;
import org.yarnp2p.appmaster.fleet.ProcessOptions;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.Racks;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.bench.swarm.SwarmSite;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.link.BitRate;
import org.yarnp2p.client.link.Bound;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.model.Rank;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code p2p bench hosts}: a swarm on hosts whose links have a rate of one's choice. */
@Command(
    name = "hosts",
    customSynopsis = "p2p bench hosts [--peers N] [--size SIZE] [--rate RATE] [OPTIONS]",
    description = {
      "Runs a seed and N peers that want all it holds, each on a host of its own with a link of"
          + " RATE both ways.",
      "The time from the start gate to the last finish is compared with the bound, (F/B)(1 +"
          + " floor(log2 N)/M): F bytes, B the nominal rate, M the MiB of F. A host is a network"
          + " namespace of this machine, so this needs root and iproute2. The links of tracker and"
          + " ApplicationMaster are not shaped.",
      "With --racks the hosts are in racks, the seed's in the first, whose links to a core have a"
          + " rate of their own. The job knows of them as on a cluster, unless -D"
          + " net.topology.node.switch.mapping.impl says otherwise. The bound knows nothing of"
          + " them."
    },
    footer = BenchVerb.EXIT_CODES)
public final class HostsVerb implements Verb, SwarmBench {
  /** In the directory of the measurement: in which rack each host is. */
  private static final String RACK_TABLE = "racks.txt";

  @Mixin private HostOptions hosts;
  @Mixin private SlowOption slow;
  @Mixin private RackOptions rackOptions;
  @Mixin private SwarmOptions swarm;

  @Override
  public ExitCode run(Session session) throws Exception {
    hosts.check(NetworkPlan.MOST_HOSTS - 1);
    slow.check(hosts.peers());
    rackOptions.check(hostCount());
    swarm.check();
    ShapedHosts.check();
    return swarm.run(session, this);
  }

  @Override
  public String name() {
    return "hosts";
  }

  @Override
  public int peers() {
    return hosts.peers().count();
  }

  @Override
  public String peersInWords() {
    return hosts.describe()
        + (slow.count() > 0 ? " (" + slow.count() + " at " + hosts.rate().tenth() + ")" : "")
        + rackOptions.describe();
  }

  /** The seed's is one of them. */
  private int hostCount() {
    return peers() + 1;
  }

  private Optional<Racks> racks() {
    return rackOptions.of(hostCount());
  }

  @Override
  public Map<String, Object> peersInFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("slow", slow.count());
    fields.put("rateBitsPerSecond", hosts.rate().bitsPerSecond());
    fields.put("racks", rackOptions.count());
    racks().ifPresent(racks -> fields.put("uplinkBitsPerSecond", racks.uplink().bitsPerSecond()));
    return fields;
  }

  @Override
  public SwarmFigures measure(Path directory, Payload payload, Swarms swarms) throws Exception {
    double bound = Bound.seconds(payload.bytes(), hosts.rate(), peers());
    try (ShapedHosts shaped = ShapedHosts.make(rates(), racks())) {
      List<SwarmRun> runs =
          swarms.on(
              new SwarmSite(
                  placement(shaped.plan()),
                  topology(directory.resolve(RACK_TABLE), shaped.locations()),
                  shaped::bytesIntoOtherRacks));
      return new SwarmFigures(new FigureSheet<>(figures(bound, payload.bytes()), runs), bound);
    }
  }

  /** How a cluster without a script says in which racks its hosts are. */
  static Map<String, String> topology(Path table, Map<String, String> locations)
      throws IOException {
    if (locations.isEmpty()) {
      return Map.of();
    }
    Files.write(
        table,
        locations.entrySet().stream().map(host -> host.getKey() + " " + host.getValue()).toList());
    return Map.of(
        CommonConfigurationKeysPublic.NET_TOPOLOGY_NODE_SWITCH_MAPPING_IMPL_KEY,
        TableMapping.class.getName(),
        CommonConfigurationKeysPublic.NET_TOPOLOGY_TABLE_MAPPING_FILE_KEY,
        table.toString());
  }

  /** The seed, then the peers, the slow ones last. */
  private List<BitRate> rates() {
    List<BitRate> rates = new ArrayList<>();
    for (int host = 1; host <= hostCount(); host++) {
      rates.add(host > hostCount() - slow.count() ? hosts.rate().tenth() : hosts.rate());
    }
    return rates;
  }

  /** Rank R is on host R; the tracker and this process are outside. */
  static ProcessOptions placement(NetworkPlan plan) {
    return new ProcessOptions(
        rank -> isPeer(rank) ? plan.on(rank.value()) : List.of(),
        rank -> isPeer(rank) ? plan.address(rank.value()) : plan.outside());
  }

  private static boolean isPeer(Rank rank) {
    return rank.value() > Rank.TRACKER.value();
  }

  private List<Figure<SwarmRun>> figures(double bound, long bytes) {
    List<Figure<SwarmRun>> figures =
        new ArrayList<>(List.of(SwarmFigures.makespan(), SwarmFigures.overBound(bound)));
    if (slow.count() > 0) {
      figures.add(SwarmFigures.fastOverBound(bound, peers() - slow.count()));
    }
    figures.add(SwarmFigures.seedCopies());
    if (rackOptions.count() > 1) {
      figures.add(SwarmFigures.rackCopies((double) bytes * (rackOptions.count() - 1)));
    }
    figures.addAll(List.of(SwarmFigures.cpu(), SwarmFigures.peakRss()));
    return figures;
  }
}
