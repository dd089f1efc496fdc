package org.yarnp2p.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.figures.Median;
import org.yarnp2p.bench.hdfs.GetRun;
import org.yarnp2p.bench.hdfs.HdfsCluster;
import org.yarnp2p.bench.machine.BenchDirectory;
import org.yarnp2p.bench.net.NetworkPlan;
import org.yarnp2p.bench.net.ShapedHosts;
import org.yarnp2p.bench.swarm.Payload;
import org.yarnp2p.client.Console;
import org.yarnp2p.client.Session;
import org.yarnp2p.client.Verb;
import org.yarnp2p.client.link.Bound;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Table;
import org.yarnp2p.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code p2p bench hdfs-get}: what the hosts need without the product. */
@Command(
    name = "hdfs-get",
    customSynopsis = "p2p bench hdfs-get [--peers N] [--size SIZE] [--rate RATE] [OPTIONS]",
    description = {
      "The same hosts without p2p: each reads the file from HDFS, all at the same time.",
      "There is a DataNode on each host, and the file has three replicas. Each host does what"
          + " 'hdfs dfs -get' does; the start of its JVM does not count. Needs root and iproute2."
    },
    footer = BenchVerb.EXIT_CODES)
public final class HdfsGetVerb implements Verb {
  private static final int RUNS = 3;
  private static final String SOURCE = "/payload";

  @Mixin private HostOptions hosts;
  @Mixin private SizeOption size;
  @Mixin private ResultOptions result = new ResultOptions(RUNS);
  @Mixin private PlaceOptions place;

  @Override
  public ExitCode run(Session session) throws Exception {
    hosts.check(NetworkPlan.MOST_HOSTS);
    result.check();
    HdfsCluster.check();
    ShapedHosts.check();
    Console console = session.console();
    List<GetRun> measured = place.work(console, directory -> measure(console, directory));
    result.show(console, findings(measured));
    return ExitCode.DONE;
  }

  private List<GetRun> measure(Console console, BenchDirectory directory) throws Exception {
    int replicas = Math.min(HdfsCluster.REPLICATION, peers());
    directory.mustHold((1.0 + replicas + peers()) * size.bytes());
    Path root = directory.path();
    Payload payload = Payload.write(root.resolve("payload"), List.of(size.bytes()));
    try (ShapedHosts shaped = ShapedHosts.make(Collections.nCopies(peers(), hosts.rate()));
        HdfsCluster hdfs = HdfsCluster.start(shaped, root.resolve("hdfs"))) {
      hdfs.put(payload.path(0), SOURCE);
      return result
          .runs()
          .of(
              result.progress(console),
              run -> get(hdfs, root.resolve("run-" + run)),
              got -> String.format(Locale.ROOT, "%.3f s", got.makespanSeconds()));
    }
  }

  private GetRun get(HdfsCluster hdfs, Path copies) throws Exception {
    GetRun got = hdfs.get(SOURCE, size.bytes(), copies);
    if (!place.keep()) {
      BenchDirectory.delete(copies);
    }
    return got;
  }

  private int peers() {
    return hosts.peers().count();
  }

  private Findings findings(List<GetRun> measured) {
    double bound = Bound.seconds(size.bytes(), hosts.rate(), peers());
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
    return new Findings(
        title, bound, median.tracks(), lines(sheet, median), document(sheet, bound, median));
  }

  private static List<String> lines(FigureSheet<GetRun> sheet, GetRun median) {
    List<String> lines = new ArrayList<>(sheet.lines());
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
    document.put("peers", peers());
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
