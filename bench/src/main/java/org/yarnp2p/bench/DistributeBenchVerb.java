package org.yarnp2p.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yarnp2p.bench.daemons.DaemonCluster;
import org.yarnp2p.bench.daemons.DistributeRun;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.figures.Median;
import org.yarnp2p.bench.hdfs.GetRun;
import org.yarnp2p.bench.hdfs.HdfsReaders;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.link.Bound;
import org.yarnp2p.client.view.OutputOptions;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Table;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p bench distribute}: a distribution beside {@code hdfs dfs -get} on all nodes. */
@Command(
    name = "distribute",
    customSynopsis = "p2p bench distribute [--peers N] [--size SIZE] [--rate RATE] [OPTIONS]",
    description = {
      "Brings a file from HDFS to N nodes of a cluster of real daemons, each node on a host of its"
          + " own with a link of RATE both ways: with 'p2p distribute', and for comparison with"
          + " 'hdfs dfs -get' on all nodes at the same time.",
      "Of the distribution the node counts that took longest, from its own beginning to its last"
          + " arrival; of the other the client that took longest, from the moment when all had"
          + " started. Needs root and iproute2."
    },
    footer = BenchVerb.EXIT_CODES)
public final class DistributeBenchVerb implements Verb {
  private static final int RUNS = 3;
  private static final String SOURCE = "/payload";
  private static final String SMALL_SOURCE = "/small";
  private static final long SMALL = 1 << 20;

  @Mixin private HostOptions hosts;
  @Mixin private SizeOption size;
  @Mixin private ReplicationOption replication;

  @Option(
      names = "--installed",
      description = "Containers start from a program that 'p2p install' has made.")
  private boolean installed;

  @Mixin private Runs runs = new Runs(RUNS);
  @Mixin private OutputOptions output;
  @Mixin private PlaceOptions place;

  /** Both ways, one after the other. */
  private record Pair(DistributeRun distribution, GetRun get) {
    double speedup() {
      return get.makespanSeconds() / distribution.makespanSeconds();
    }
  }

  @Override
  public ExitCode run(Session session) throws Exception {
    hosts.check(NetworkPlan.MOST_HOSTS);
    replication.check();
    runs.check();
    DaemonCluster.check();
    ShapedHosts.check();
    Console console = session.console();
    List<Pair> measured = place.work(console, directory -> measure(console, directory));
    FigureSheet<Pair> sheet = new FigureSheet<>(figures(), measured);
    Pair median = Median.run(measured, pair -> pair.distribution().makespanSeconds());
    output.print(console, lines(sheet, median), document(sheet, median));
    return ExitCode.DONE;
  }

  private int peers() {
    return hosts.peers().count();
  }

  private List<Pair> measure(Console console, BenchDirectory directory) throws Exception {
    directory.mustHold((1.0 + replication.of(peers()) + 2.0 * peers()) * size.bytes());
    Path root = directory.path();
    Payload payload = Payload.write(root.resolve("payload"), List.of(size.bytes()));
    try (ShapedHosts shaped = ShapedHosts.make(Collections.nCopies(peers(), hosts.rate()));
        DaemonCluster cluster = DaemonCluster.start(shaped, root, replication.of(peers()))) {
      cluster.put(payload.path(0), SOURCE);
      if (installed) {
        install(cluster, root);
      }
      HdfsReaders readers =
          HdfsReaders.of(shaped, root.resolve("readers"), cluster.clientSettings());
      return runs.of(
          output.progress(console),
          run -> pair(cluster, readers, payload.path(0), root.resolve("run-" + run)),
          pair ->
              String.format(
                  Locale.ROOT,
                  "%.3f s, hdfs dfs -get %.3f s",
                  pair.distribution().makespanSeconds(),
                  pair.get().makespanSeconds()));
    }
  }

  /** With a small distribution after it: each node fetches the program once. */
  private void install(DaemonCluster cluster, Path root) throws Exception {
    cluster.install();
    Payload small = Payload.write(root.resolve("small"), List.of(SMALL));
    cluster.put(small.path(0), SMALL_SOURCE);
    Path copies = root.resolve("small-copies");
    DistributeRun.of(cluster, SMALL_SOURCE, small.path(0), copies, peers());
    BenchDirectory.delete(copies);
  }

  private Pair pair(DaemonCluster cluster, HdfsReaders readers, Path original, Path copies)
      throws Exception {
    Path read = copies.resolveSibling(copies.getFileName() + "-get");
    DistributeRun distribution = DistributeRun.of(cluster, SOURCE, original, copies, peers());
    GetRun get = readers.get(SOURCE, size.bytes(), read);
    if (!place.keep()) {
      BenchDirectory.delete(copies);
      BenchDirectory.delete(read);
    }
    return new Pair(distribution, get);
  }

  private double bound() {
    return Bound.seconds(size.bytes(), hosts.rate(), peers());
  }

  private List<Figure<Pair>> figures() {
    double bound = bound();
    return List.of(
        new Figure<>(
            "makespanSeconds", "makespan, s", 3, pair -> pair.distribution().makespanSeconds()),
        new Figure<>(
            "makespanOverBound",
            "makespan / bound",
            3,
            pair -> pair.distribution().makespanSeconds() / bound),
        new Figure<>(
            "originCopies",
            "read from HDFS, copies",
            3,
            pair -> pair.distribution().originCopies()),
        new Figure<>(
            "swarmSeconds",
            "first gate to last arrival, s",
            1,
            pair -> pair.distribution().swarmSeconds()),
        new Figure<>(
            "commandSeconds",
            "the command in all, s",
            1,
            pair -> pair.distribution().commandSeconds()),
        new Figure<>("hdfsGetSeconds", "hdfs dfs -get, s", 3, pair -> pair.get().makespanSeconds()),
        new Figure<>("speedupOverHdfsGet", "times faster", 2, Pair::speedup));
  }

  private List<String> lines(FigureSheet<Pair> sheet, Pair median) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "distribute: "
                    + hosts.describe()
                    + ", "
                    + Quantities.bytes(size.bytes())
                    + ", replication "
                    + replication.of(peers())
                    + (installed ? ", installed program" : "")));
    lines.addAll(sheet.lines());
    lines.add("");
    Table table =
        new Table(
            1,
            List.of(
                sheet.runs().size() == 1 ? "finished" : "finished, median run",
                "distribute, s",
                "hdfs dfs -get, s"));
    List<Double> arrived =
        median.distribution().finishedSeconds().stream().filter(Objects::nonNull).sorted().toList();
    List<Double> got = median.get().finishedSeconds().stream().sorted().toList();
    for (int i = 0; i < peers(); i++) {
      table.row(
          List.of(
              Integer.toString(i + 1),
              i < arrived.size() ? seconds(arrived.get(i)) : "-",
              seconds(got.get(i))));
    }
    lines.addAll(table.lines());
    return lines;
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private Map<String, Object> document(FigureSheet<Pair> sheet, Pair median) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bench", "distribute");
    document.put("peers", peers());
    document.put("rateBitsPerSecond", hosts.rate().bitsPerSecond());
    document.put("replication", replication.of(peers()));
    document.put("bytes", size.bytes());
    document.put("installed", installed);
    document.put("runs", sheet.runs().size());
    document.put("boundSeconds", bound());
    document.putAll(sheet.medians());
    document.put("finishedSeconds", median.distribution().finishedSeconds());
    document.put("eachRun", sheet.runs().stream().map(sheet::fields).toList());
    return document;
  }
}
