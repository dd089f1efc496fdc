package org.yarnp2p.client.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yarnp2p.client.view.DistributionSummary;
import org.yarnp2p.client.view.JobProgress;
import org.yarnp2p.client.view.Quantities;
import org.yarnp2p.client.view.Restarts;
import org.yarnp2p.client.view.Summary;
import org.yarnp2p.client.view.Table;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/** How a job stands, for people. */
final class StandingText {
  private static final int SLOWEST = 5;

  private StandingText() {}

  static List<String> of(Standing standing) {
    JobReport report = standing.report();
    if (report != null && report.state().isFinal()) {
      return report.distribution() == null
          ? Summary.of(report, report.state())
          : DistributionSummary.of(report, report.state());
    }
    List<String> lines = new ArrayList<>();
    String owner = standing.user() == null ? "" : " of " + standing.user();
    String queue = standing.queue() == null ? "" : " in queue " + standing.queue();
    lines.add(
        standing.applicationId()
            + " ("
            + standing.name()
            + ")"
            + owner
            + queue
            + ": "
            + standing.state());
    if (!standing.diagnostics().isEmpty()) {
      lines.add(standing.diagnostics());
    }
    if (report != null) {
      running(standing, report, lines);
    }
    if (standing.trackingUrl() != null) {
      lines.add("Page: " + standing.trackingUrl());
    }
    return lines;
  }

  private static void running(Standing standing, JobReport report, List<String> lines) {
    double rate = standing.bytesPerSecond() == null ? 0 : standing.bytesPerSecond();
    String remaining =
        standing.remainingSeconds() == null
            ? ""
            : ", about " + Quantities.duration(1000 * standing.remainingSeconds()) + " left";
    lines.add(JobProgress.of(report).line(rate) + remaining);
    lines.add(
        "Read from origins: "
            + Quantities.bytes(standing.originBytes())
            + (standing.originCopies() == null
                ? ""
                : ", " + Quantities.ratio(standing.originCopies()) + " x F")
            + "; segments refused: "
            + standing.segmentsRefused()
            + (report.trouble() == null || report.trouble().accused().isEmpty()
                ? ""
                : "; " + report.trouble().accusations()));
    lines.addAll(Restarts.lines(report.ranks()));
    List<RankReport> slow =
        report.ranks().stream()
            .filter(rank -> rank.rank() > 0 && rank.acquiredBytes() < rank.wantedBytes())
            .sorted(
                Comparator.comparingDouble(
                    rank -> (double) rank.acquiredBytes() / rank.wantedBytes()))
            .limit(SLOWEST)
            .toList();
    if (slow.isEmpty()) {
      return;
    }
    Table table = new Table(3, List.of("slowest ranks", "host", "state", "percent", "down", "up"));
    for (RankReport rank : slow) {
      table.row(
          List.of(
              Integer.toString(rank.rank()),
              host(rank),
              Restarts.phase(rank),
              Quantities.percent(rank.acquiredBytes(), rank.wantedBytes()),
              Quantities.bytes(rank.movedBytes()),
              Quantities.bytes(rank.upBytes())));
    }
    lines.add("");
    lines.addAll(table.lines());
    lines.add("");
  }

  /** Of one that has not started, where it is to be. */
  private static String host(RankReport rank) {
    if (rank.host() != null) {
      return rank.host();
    }
    return rank.node() == null ? "-" : rank.node();
  }
}
