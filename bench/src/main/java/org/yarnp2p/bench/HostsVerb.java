package org.yarnp2p.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yarnp2p.appmaster.fleet.ProcessOptions;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.bench.swarm.SwarmRun;
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
          + " ApplicationMaster are not shaped."
    },
    footer = BenchVerb.EXIT_CODES)
public final class HostsVerb implements Verb, SwarmBench {
  @Mixin private HostOptions hosts;
  @Mixin private SlowOption slow;
  @Mixin private SwarmOptions swarm;

  @Override
  public ExitCode run(Session session) throws Exception {
    hosts.check(NetworkPlan.MOST_HOSTS - 1);
    slow.check(hosts.peers());
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
        + (slow.count() > 0 ? " (" + slow.count() + " at " + hosts.rate().tenth() + ")" : "");
  }

  @Override
  public Map<String, Object> peersInFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("slow", slow.count());
    fields.put("rateBitsPerSecond", hosts.rate().bitsPerSecond());
    return fields;
  }

  @Override
  public SwarmFigures measure(Path directory, Payload payload, Swarms swarms) throws Exception {
    double bound = Bound.seconds(payload.bytes(), hosts.rate(), peers());
    try (ShapedHosts shaped = ShapedHosts.make(rates())) {
      List<SwarmRun> runs = swarms.on(placement(shaped.plan()));
      return new SwarmFigures(new FigureSheet<>(figures(bound), runs), bound);
    }
  }

  /** The seed, then the peers, the slow ones last. */
  private List<BitRate> rates() {
    List<BitRate> rates = new ArrayList<>();
    for (int host = 1; host <= peers() + 1; host++) {
      rates.add(host > peers() + 1 - slow.count() ? hosts.rate().tenth() : hosts.rate());
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

  private List<Figure<SwarmRun>> figures(double bound) {
    List<Figure<SwarmRun>> figures =
        new ArrayList<>(List.of(SwarmFigures.makespan(), SwarmFigures.overBound(bound)));
    if (slow.count() > 0) {
      figures.add(SwarmFigures.fastOverBound(bound, peers() - slow.count()));
    }
    figures.addAll(List.of(SwarmFigures.seedCopies(), SwarmFigures.cpu(), SwarmFigures.peakRss()));
    return figures;
  }
}
