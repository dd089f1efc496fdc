package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.yarnp2p.appmaster.fleet.ProcessOptions;
import org.yarnp2p.bench.figures.BitRate;
import org.yarnp2p.bench.figures.Bound;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.machine.Interruptible;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.bench.swarm.SwarmJob;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.UsageException;
import org.yarnp2p.client.Verb;
import org.yarnp2p.job.ExitCode;
import org.yarnp2p.model.Rank;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    })
public final class HostsVerb implements Verb {
  @Mixin private HostOptions hosts;

  @Option(
      names = "--slow",
      paramLabel = "K",
      defaultValue = "0",
      description = "Peers with a tenth of the rate. Default: 0.")
  private int slow;

  @Mixin private PayloadOptions payloadOptions;
  @Mixin private JobOptions jobOptions;
  @Mixin private Runs runs;
  @Mixin private PlotOption plot;
  @Mixin private PlaceOptions place;
  @Mixin private OutputOptions output;

  @Override
  public ExitCode run(Session session) throws Exception {
    hosts.check(NetworkPlan.MOST_HOSTS - 1);
    if (slow < 0 || slow > hosts.peers()) {
      throw new UsageException(
          "--slow: found " + slow + ", expected 0 to --peers, " + hosts.peers());
    }
    runs.check();
    plot.check();
    List<Long> sizes = payloadOptions.sizes();
    ShapedHosts.check();
    Configuration conf = session.conf();
    jobOptions.applyTo(conf);
    return Interruptible.run(
        session.console(),
        BenchVerb.CLEANUP_MILLIS,
        () -> {
          measure(session, conf, sizes);
          return ExitCode.DONE;
        });
  }

  private void measure(Session session, Configuration conf, List<Long> sizes) throws Exception {
    Payload payload;
    List<SwarmRun> measured;
    try (BenchDirectory directory = place.make(session.console())) {
      directory.mustHold((hosts.peers() + 1) * sizes.stream().mapToLong(Long::longValue).sum());
      payload = Payload.write(directory.path().resolve("payload"), sizes);
      try (ShapedHosts shaped = ShapedHosts.make(rates())) {
        SwarmJob job =
            new SwarmJob(conf, placement(shaped.plan()), payload, hosts.peers(), place.keep());
        measured =
            runs.of(
                session.console(),
                run -> job.run(directory.path().resolve("run-" + run)),
                Runs::summary);
      }
    }
    double bound = Bound.seconds(payload.bytes(), hosts.rate(), hosts.peers());
    SwarmFigures figures = figures(measured, bound);
    String title = title(conf, payload);
    plot.draw(session.console(), title, bound, figures.medianRun().tracks());
    output.print(
        session.console(),
        () -> {
          List<String> lines = new ArrayList<>(List.of(title));
          lines.addAll(figures.lines());
          return lines;
        },
        () -> figures.document(heading(conf, payload)));
  }

  /** The seed, then the peers, the slow ones last. */
  private List<BitRate> rates() {
    List<BitRate> rates = new ArrayList<>();
    for (int host = 1; host <= hosts.peers() + 1; host++) {
      rates.add(host > hosts.peers() + 1 - slow ? hosts.rate().tenth() : hosts.rate());
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

  private SwarmFigures figures(List<SwarmRun> measured, double bound) {
    List<Figure<SwarmRun>> figures =
        new ArrayList<>(List.of(SwarmFigures.makespan(), SwarmFigures.overBound(bound)));
    if (slow > 0) {
      figures.add(SwarmFigures.fastOverBound(bound, hosts.peers() - slow));
    }
    figures.addAll(List.of(SwarmFigures.seedCopies(), SwarmFigures.cpu(), SwarmFigures.peakRss()));
    return new SwarmFigures(new FigureSheet<>(figures, measured), bound);
  }

  private String title(Configuration conf, Payload payload) {
    return "hosts: "
        + hosts.describe()
        + (slow > 0 ? " (" + slow + " at " + hosts.rate().tenth() + ")" : "")
        + ", "
        + PayloadOptions.describe(payload)
        + ", "
        + JobOptions.describe(conf);
  }

  private Map<String, Object> heading(Configuration conf, Payload payload) {
    Map<String, Object> heading = new LinkedHashMap<>();
    heading.put("bench", "hosts");
    heading.put("peers", hosts.peers());
    heading.put("slow", slow);
    heading.put("rateBitsPerSecond", hosts.rate().bitsPerSecond());
    heading.put("files", payload.sizes().size());
    heading.put("bytes", payload.bytes());
    heading.put("transport", JobOptions.transport(conf));
    heading.put("heapMebibytes", JobOptions.heapMb(conf));
    return heading;
  }
}
