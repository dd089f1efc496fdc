package org.yarnp2p.client.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yarnp2p.client.link.Bound;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.RankReport;

/** What a person gets at the end of a distribution. */
public final class DistributionSummary {
  private static final int SLOWEST = 5;
  private static final int MOST_NAMES = 10;

  /** Less than this after the gate is what everybody's start takes. */
  private static final int LATE_MILLIS = 1000;

  private final JobReport report;
  private final JobReport.State state;
  private final List<RankReport> peers;
  private final List<String> lines = new ArrayList<>();

  private DistributionSummary(JobReport report, JobReport.State state) {
    this.report = report;
    this.state = state;
    this.peers = report.ranks().stream().filter(rank -> rank.rank() > 0).toList();
  }

  /**
   * The lines.
   *
   * @param report the last of the job
   * @param state how it has ended; the report may be older
   */
  public static List<String> of(JobReport report, JobReport.State state) {
    DistributionSummary summary = new DistributionSummary(report, state);
    summary.heading();
    summary.figures();
    summary.slowest();
    summary.nodes();
    summary.lines.addAll(Restarts.lines(report.ranks()));
    return summary.lines;
  }

  private void heading() {
    lines.add("Job " + report.jobId() + " (" + report.name() + ") " + state);
    if (state == JobReport.State.SUCCEEDED) {
      lines.add("Report: " + report.outputDirectory() + "/report.json");
    }
    lines.add("");
  }

  private static boolean isDone(RankReport rank) {
    return rank.finishedMillis() != null
        || (rank.wantedBytes() > 0 && rank.acquiredBytes() >= rank.wantedBytes());
  }

  private List<RankReport> receivers() {
    return peers.stream().filter(rank -> rank.movedBytes() > 0).toList();
  }

  /**
   * Of the rank that has received all files fastest, bytes per second, from its own start. Of a
   * rank that was started again the bytes are those of all its lives and the start is that of the
   * last: no rate.
   */
  private OptionalDouble fastest(long bytes) {
    return receivers().stream()
        .filter(rank -> rank.incarnation() == 1)
        .filter(rank -> rank.movedBytes() >= bytes)
        .filter(rank -> rank.finishedMillis() != null && rank.finishedMillis() > start(rank))
        .mapToDouble(rank -> rank.movedBytes() * 1000.0 / (rank.finishedMillis() - start(rank)))
        .max();
  }

  private static long start(RankReport rank) {
    return rank.exchangeMillis() == null ? 0 : rank.exchangeMillis();
  }

  private void figures() {
    long bytes = report.fileBytes();
    long origin = peers.stream().mapToLong(RankReport::originBytes).sum();
    Table table = new Table(2, List.of("distribution", "value"));
    table.row(
        List.of("files", report.fileCount() + ", " + Quantities.bytes(bytes) + " to each node"));
    long done = peers.stream().filter(DistributionSummary::isDone).count();
    table.row(List.of("nodes done", done + " of " + peers.size()));
    if (report.distribution() != null && report.distribution().placement() != null) {
      table.row(List.of("placement", report.distribution().placement()));
    }
    table.row(List.of("bytes moved", Quantities.bytes(report.movedBytes())));
    Long makespan = report.swarmMillis();
    Optional<Least> least = bound(bytes, makespan);
    table.row(
        List.of(
            "makespan",
            (makespan == null ? "-" : Quantities.duration(makespan))
                + least
                    .map(it -> ", " + Quantities.ratio(makespan / it.millis) + " times the bound")
                    .orElse("")));
    table.row(List.of("bound", least.map(Least::why).orElse("-")));
    table.row(
        List.of(
            "read from the origin",
            Quantities.bytes(origin)
                + (bytes == 0 ? "" : ", " + Quantities.ratio((double) origin / bytes) + " x F")));
    lines.addAll(table.lines());
  }

  /**
   * At the measured rate: that of the fastest rank, which others could have had too. A rank that
   * started late still had to receive everything.
   */
  private Optional<Least> bound(long bytes, Long makespan) {
    OptionalDouble rate = fastest(bytes);
    if (rate.isEmpty() || makespan == null || makespan == 0) {
      return Optional.empty();
    }
    double alone = 1000 * bytes / rate.getAsDouble();
    double together = 1000 * Bound.seconds(bytes, rate.getAsDouble(), receivers().size());
    if (together > makespan) {
      together = alone; // segments are smaller than those of the bound, which tells in small files
    }
    long late = lastStartMillis(bytes);
    double afterLast = late + alone;
    // In reports of earlier versions the last one to start may have had everything.
    boolean waitsForLast = afterLast > together && afterLast <= makespan;
    double millis = waitsForLast ? afterLast : together;
    String why =
        Quantities.duration(Math.round(millis))
            + " at the fastest rank's "
            + Quantities.rate(rate.getAsDouble())
            + (waitsForLast
                ? "; the last node began " + Quantities.duration(late) + " after the gate"
                : "");
    return Optional.of(new Least(millis, why));
  }

  /** What no makespan is below, in words too. */
  private record Least(double millis, String why) {}

  /**
   * From the gate until the last of those began who had everything to receive, or, where that is
   * not known, until all containers were up; 0 when that was before, or never.
   */
  private long lastStartMillis(long bytes) {
    List<RankReport> whole =
        receivers().stream().filter(rank -> rank.movedBytes() >= bytes).toList();
    if (whole.stream().anyMatch(rank -> rank.exchangeMillis() != null)) {
      return whole.stream().mapToLong(DistributionSummary::start).max().orElseThrow();
    }
    Long gate = report.phases().gateOpen();
    Long up = report.phases().containersUp();
    return gate == null || up == null ? 0 : Math.max(0, up - gate);
  }

  private void slowest() {
    List<RankReport> slow =
        receivers().stream()
            .filter(rank -> rank.finishedMillis() != null)
            .sorted(Comparator.comparing(RankReport::finishedMillis).reversed())
            .limit(SLOWEST)
            .toList();
    if (slow.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            2, true, List.of("slowest ranks", "host", "finished", "down", "origin", "up", "why"));
    for (RankReport rank : slow) {
      table.row(
          List.of(
              Integer.toString(rank.rank()),
              host(rank),
              Quantities.duration(rank.finishedMillis()),
              Quantities.bytes(rank.downBytes()),
              Quantities.bytes(rank.originBytes()),
              Quantities.bytes(rank.upBytes()),
              why(rank)));
    }
    lines.add("");
    lines.addAll(table.lines());
  }

  private static String why(RankReport rank) {
    String late = Quantities.duration(start(rank)) + " after the gate";
    if (rank.incarnation() > 1) {
      // Each ApplicationMaster of a job numbers its containers anew, from 1, 1001, 2001, ...
      int lives = rank.losses().size() + 1;
      return (lives == 1 ? "started anew" : "started " + lives + " times")
          + (start(rank) < LATE_MILLIS ? "" : (lives == 1 ? " " : ", the last ") + late);
    }
    if (start(rank) >= LATE_MILLIS) {
      return "started " + late;
    }
    return rank.segmentsRefused() > 0 ? rank.segmentsRefused() + " segments had bad bytes" : "-";
  }

  private static String host(RankReport rank) {
    return rank.host() == null ? "-" : rank.host();
  }

  private void nodes() {
    List<String> absent =
        report.distribution() == null ? List.of() : report.distribution().absent();
    List<RankReport> skipped =
        peers.stream().filter(rank -> isDone(rank) && rank.movedBytes() == 0).toList();
    List<RankReport> missing = peers.stream().filter(rank -> !isDone(rank)).toList();
    if (skipped.isEmpty() && missing.isEmpty() && absent.isEmpty()) {
      return;
    }
    lines.add("");
    if (!skipped.isEmpty()) {
      lines.add(
          "Skipped, had everything: "
              + skipped.stream()
                  .limit(MOST_NAMES)
                  .map(rank -> "rank " + rank.rank() + " on " + host(rank))
                  .collect(Collectors.joining(", "))
              + (skipped.size() > MOST_NAMES
                  ? " and " + (skipped.size() - MOST_NAMES) + " more"
                  : ""));
    }
    missing.forEach(rank -> lines.add("Not done: " + undone(rank)));
    absent.forEach(node -> lines.add("Absent: " + node));
  }

  private static String undone(RankReport rank) {
    String who = "rank " + rank.rank() + " on ";
    String reason = rank.reason();
    String where = rank.node() == null ? host(rank) : rank.node();
    if (reason == null) {
      return who
          + where
          + (rank.host() == null
              ? ", its container has not started"
              : ", has "
                  + Quantities.bytes(rank.acquiredBytes())
                  + " of "
                  + Quantities.bytes(rank.wantedBytes()));
    }
    // Most reasons say themselves which rank it is, on which host, in which incarnation.
    Matcher said = Pattern.compile("rank \\d+( \\(.*?\\))? on [^ :]+").matcher(reason);
    return said.lookingAt()
        ? who + where + reason.substring(said.end())
        : who + where + ": " + reason;
  }
}
