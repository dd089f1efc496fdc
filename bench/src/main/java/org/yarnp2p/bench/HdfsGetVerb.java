package org.yarnp2p.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yarnp2p.bench.figures.Bound;
import org.yarnp2p.bench.figures.ByteSize;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.figures.Median;
import org.yarnp2p.bench.hdfs.GetRun;
import org.yarnp2p.bench.hdfs.HdfsCluster;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.machine.Interruptible;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Table;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code p2p bench hdfs-get}: what the hosts need without the product. */
@Command(
    name = "hdfs-get",
    customSynopsis = "p2p bench hdfs-get [--peers N] [--size SIZE] [--rate RATE] [OPTIONS]",
    description = {
      "The same hosts without p2p: each reads the file from HDFS, all at the same time.",
      "There is a DataNode on each host, and the file has three replicas. Each host does what"
          + " 'hdfs dfs -get' does; the start of its JVM does not count. Needs root and iproute2."
    })
public final class HdfsGetVerb implements Verb {
  private static final String SOURCE = "/payload";

  @Mixin private HostOptions hosts;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "128m",
      converter = Converters.Size.class,
      description = "Bytes of the file, with unit k, m or g. Default: 128m.")
  private ByteSize size;

  @Mixin private Runs runs;
  @Mixin private PlotOption plot;
  @Mixin private PlaceOptions place;
  @Mixin private OutputOptions output;

  @Override
  public ExitCode run(Session session) throws Exception {
    hosts.check(NetworkPlan.MOST_HOSTS);
    runs.check();
    plot.check();
    HdfsCluster.check();
    ShapedHosts.check();
    return Interruptible.run(
        session.console(),
        BenchVerb.CLEANUP_MILLIS,
        () -> {
          report(session.console(), measure(session.console()));
          return ExitCode.DONE;
        });
  }

  private List<GetRun> measure(Console console) throws Exception {
    int replicas = Math.min(HdfsCluster.REPLICATION, hosts.peers());
    try (BenchDirectory directory = place.make(console)) {
      directory.mustHold((1 + replicas + hosts.peers()) * size.bytes());
      Path root = directory.path();
      Payload payload = Payload.write(root.resolve("payload"), List.of(size.bytes()));
      try (ShapedHosts shaped = ShapedHosts.make(Collections.nCopies(hosts.peers(), hosts.rate()));
          HdfsCluster hdfs = HdfsCluster.start(shaped, root.resolve("hdfs"))) {
        hdfs.put(payload.path(0), SOURCE);
        return runs.of(
            console,
            run -> {
              Path copies = root.resolve("run-" + run);
              GetRun got = hdfs.get(SOURCE, size.bytes(), copies);
              if (!place.keep()) {
                BenchDirectory.delete(copies);
              }
              return got;
            },
            got -> String.format(Locale.ROOT, "%.3f s", got.makespanSeconds()));
      }
    }
  }

  private void report(Console console, List<GetRun> measured) throws Exception {
    double bound = Bound.seconds(size.bytes(), hosts.rate(), hosts.peers());
    FigureSheet<GetRun> sheet =
        new FigureSheet<>(
            List.of(
                new Figure<>("makespanSeconds", "makespan, s", 3, GetRun::makespanSeconds),
                new Figure<>(
                    "makespanOverBound",
                    "makespan / bound",
                    3,
                    run -> run.makespanSeconds() / bound)),
            measured);
    GetRun median = Median.run(measured, GetRun::makespanSeconds);
    String title =
        "hdfs-get: " + hosts.describe() + ", " + Quantities.bytes(size.bytes()) + ", replication 3";
    plot.draw(console, title, bound, median.tracks());
    output.print(console, () -> lines(title, sheet, median), () -> document(sheet, bound, median));
  }

  private static List<String> lines(String title, FigureSheet<GetRun> sheet, GetRun median) {
    List<String> lines = new ArrayList<>(List.of(title));
    lines.addAll(sheet.lines());
    lines.add("");
    Table table =
        new Table(
            1, List.of(sheet.runs().size() == 1 ? "host" : "host, median run", "finished, s"));
    for (int i = 0; i < median.finishedSeconds().size(); i++) {
      table.row(
          List.of(
              Integer.toString(i + 1),
              String.format(Locale.ROOT, "%.3f", median.finishedSeconds().get(i))));
    }
    lines.addAll(table.lines());
    return lines;
  }

  private Map<String, Object> document(FigureSheet<GetRun> sheet, double bound, GetRun median) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bench", "hdfs-get");
    document.put("peers", hosts.peers());
    document.put("rateBitsPerSecond", hosts.rate().bitsPerSecond());
    document.put("bytes", size.bytes());
    document.put("runs", sheet.runs().size());
    document.put("boundSeconds", bound);
    document.putAll(sheet.medians());
    document.put("finishedSeconds", median.finishedSeconds());
    document.put("eachRun", sheet.runs().stream().map(sheet::fields).toList());
    return document;
  }
}
