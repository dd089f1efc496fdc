package org.yarnp2p.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yarnp2p.bench.figures.Figure;
import org.yarnp2p.bench.figures.FigureSheet;
import org.yarnp2p.bench.figures.Median;
import org.yarnp2p.bench.swarm.RankRun;
import org.yarnp2p.bench.swarm.SwarmRun;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Table;

/**
 * What is told of the runs of a swarm.
 *
 * @param sheet figures and runs
 * @param boundSeconds that the makespan is compared with
 */
record SwarmFigures(FigureSheet<SwarmRun> sheet, double boundSeconds) {
  private static final double MEBIBYTE = 1 << 20;

  static Figure<SwarmRun> makespan() {
    return new Figure<>("makespanSeconds", "makespan, s", 3, SwarmRun::makespanSeconds);
  }

  static Figure<SwarmRun> overBound(double boundSeconds) {
    return new Figure<>(
        "makespanOverBound", "makespan / bound", 3, run -> run.makespanSeconds() / boundSeconds);
  }

  /**
   * The last finish among those with the full rate.
   *
   * @param fast how many peers, the first ones
   */
  static Figure<SwarmRun> fastOverBound(double boundSeconds, int fast) {
    return new Figure<>(
        "fastOverBound", "  without the slow", 3, run -> run.lastOf(fast) / boundSeconds);
  }

  static Figure<SwarmRun> seedCopies() {
    return new Figure<>("seedCopies", "seed copies", 2, SwarmRun::seedCopies);
  }

  /**
   * What has come into the racks that the seed is not in.
   *
   * @param bytes what comes in when each of them gets the files once
   */
  static Figure<SwarmRun> rackCopies(double bytes) {
    return new Figure<>("rackCopies", "rack copies", 2, run -> run.rackBytes() / bytes);
  }

  static Figure<SwarmRun> delivered() {
    return new Figure<>(
        "megabytesPerSecond", "delivered in all, MB/s", 0, SwarmRun::megabytesPerSecond);
  }

  static Figure<SwarmRun> cpu() {
    return new Figure<>(
        "cpuSecondsPerGigabyte", "CPU-seconds per GB", 2, SwarmRun::cpuSecondsPerGigabyte);
  }

  static Figure<SwarmRun> peakRss() {
    return new Figure<>(
        "peakRssMebibytes", "peak RSS of a peer, MiB", 0, run -> run.peakRssBytes() / MEBIBYTE);
  }

  /** The run with the median makespan. */
  SwarmRun medianRun() {
    return Median.run(sheet.runs(), SwarmRun::makespanSeconds);
  }

  /** The JSON document, behind its heading. */
  Map<String, Object> document(Map<String, Object> heading) {
    Map<String, Object> document = new LinkedHashMap<>(heading);
    document.put("runs", sheet.runs().size());
    document.put("boundSeconds", Double.isNaN(boundSeconds) ? null : (Object) boundSeconds);
    document.putAll(sheet.medians());
    document.put("ranks", medianRun().ranks());
    document.put("eachRun", sheet.runs().stream().map(sheet::fields).toList());
    return document;
  }

  /** The figures, then the ranks of the median run. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(sheet.lines());
    lines.add("");
    Table table =
        new Table(
            1,
            List.of(
                sheet.runs().size() == 1 ? "rank" : "rank, median run",
                "finished, s",
                "received",
                "sent",
                "CPU, s",
                "peak RSS"));
    for (RankRun rank : medianRun().ranks()) {
      table.row(
          List.of(
              name(rank),
              rank.finishedSeconds() == null ? "-" : number(rank.finishedSeconds(), 3),
              Quantities.bytes(rank.downBytes()),
              Quantities.bytes(rank.upBytes()),
              number(rank.cpuSeconds(), 2),
              Quantities.bytes(rank.peakRssBytes())));
    }
    lines.addAll(table.lines());
    return lines;
  }

  /** One run in a few words. */
  static String summary(SwarmRun run) {
    return String.format(
        Locale.ROOT, "%.3f s, %.2f seed copies", run.makespanSeconds(), run.seedCopies());
  }

  private static String name(RankRun rank) {
    return switch (rank.rank()) {
      case 0 -> "0 tracker";
      case 1 -> "1 seed";
      default -> Integer.toString(rank.rank());
    };
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
