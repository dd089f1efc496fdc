package org.yarnp2p.client.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yarnp2p.job.JobReport;
import org.yarnp2p.job.JobReport.FileReport;
import org.yarnp2p.job.JobReport.Phases;
import org.yarnp2p.job.JobReport.RankReport;
import org.yarnp2p.job.TroubleReport;
import org.yarnp2p.model.FileKind;

/** The tables that a person gets at the end of a job. */
public final class Summary {
  /** Longer tables are cut: {@code report.json} has every row. */
  private static final int MOST_ROWS = 40;

  private static final String NONE = "-";

  private final JobReport report;
  private final JobReport.State state;
  private final List<String> lines = new ArrayList<>();

  private Summary(JobReport report, JobReport.State state) {
    this.report = report;
    this.state = state;
  }

  /**
   * The lines.
   *
   * @param report the last of the job
   * @param state how it has ended; the report may be older
   */
  public static List<String> of(JobReport report, JobReport.State state) {
    Summary summary = new Summary(report, state);
    summary.heading();
    summary.phases();
    summary.ranks();
    summary.files();
    return summary.lines;
  }

  private void heading() {
    long reached =
        moments(report.phases()).values().stream()
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    String name = "Job " + report.jobId() + " (" + report.name() + ") ";
    if (state == JobReport.State.SUCCEEDED) {
      lines.add(name + "SUCCEEDED in " + Quantities.duration(reached));
      lines.add("Output: " + report.outputDirectory());
    } else {
      lines.add(name + state);
    }
    Long millis = report.swarmMillis();
    if (millis != null) {
      long moved = report.movedBytes();
      lines.add(
          "Swarm: "
              + Quantities.bytes(moved)
              + " to "
              + report.peers()
              + (report.peers() == 1 ? " peer in " : " peers in ")
              + Quantities.duration(millis)
              + (millis > 0 ? ", " + Quantities.rate(moved * 1000.0 / millis) + " in all" : ""));
    }
    without();
    if (report.trouble() != null) {
      trouble(report.trouble());
    }
  }

  private void without() {
    List<RankReport> gone = report.ranks().stream().filter(rank -> rank.reason() != null).toList();
    for (RankReport rank : gone.subList(0, Math.min(MOST_ROWS, gone.size()))) {
      String reason = rank.reason().strip().lines().findFirst().orElse("no reason known");
      lines.add("Without rank " + rank.rank() + ": " + reason);
    }
    if (gone.size() > MOST_ROWS) {
      lines.add("... and without " + (gone.size() - MOST_ROWS) + " more ranks");
    }
  }

  private void trouble(TroubleReport trouble) {
    if (!trouble.lost().isEmpty()) {
      lines.add("Lost: " + trouble.losses());
    }
    if (!trouble.accused().isEmpty()) {
      lines.add("Wrong bytes: " + trouble.accusations());
    }
  }

  private static Map<String, Long> moments(Phases phases) {
    Map<String, Long> moments = new LinkedHashMap<>();
    moments.put("submit", phases.submit());
    moments.put("AM up", phases.amUp());
    moments.put("containers up", phases.containersUp());
    moments.put("gate open", phases.gateOpen());
    moments.put("swarm done", phases.swarmDone());
    moments.put("committed", phases.committed());
    return moments;
  }

  private void phases() {
    Table table = new Table(1, List.of("phase", "at ms", "took ms"));
    long before = 0;
    for (Map.Entry<String, Long> moment : moments(report.phases()).entrySet()) {
      Long at = moment.getValue();
      table.row(
          List.of(moment.getKey(), number(at), at == null ? NONE : Long.toString(at - before)));
      before = at == null ? before : at;
    }
    add(table, 0, "");
  }

  private void ranks() {
    List<RankReport> ranks = report.ranks();
    if (ranks.isEmpty()) {
      return;
    }
    boolean origins = ranks.stream().anyMatch(r -> r.originBytes() > 0);
    List<String> headings =
        new ArrayList<>(List.of("rank", "host", "held", "wanted", "down", "up"));
    if (origins) {
      headings.add("origin");
    }
    headings.addAll(List.of("refused", "finished ms"));
    Table table = new Table(2, headings);
    for (RankReport rank : ranks.subList(0, Math.min(MOST_ROWS, ranks.size()))) {
      table.row(cells(rank, origins));
    }
    add(table, ranks.size() - MOST_ROWS, "ranks");
    lines.addAll(Restarts.lines(ranks));
  }

  private static List<String> cells(RankReport rank, boolean origins) {
    List<String> cells = new ArrayList<>();
    boolean tracker = rank.rank() == 0;
    cells.add(rank.rank() + (tracker ? " tracker" : ""));
    cells.add(rank.host() == null ? NONE : rank.host());
    cells.add(tracker ? NONE : Quantities.bytes(rank.heldBytes()));
    cells.add(tracker ? NONE : Quantities.bytes(rank.wantedBytes()));
    cells.add(tracker ? NONE : Quantities.bytes(rank.downBytes()));
    cells.add(tracker ? NONE : Quantities.bytes(rank.upBytes()));
    if (origins) {
      cells.add(tracker ? NONE : Quantities.bytes(rank.originBytes()));
    }
    cells.add(tracker ? NONE : Integer.toString(rank.segmentsRefused()));
    cells.add(tracker ? NONE : number(rank.finishedMillis()));
    return cells;
  }

  private void files() {
    List<FileReport> files = report.files();
    if (files.stream().allMatch(file -> file.bytes() == null)) {
      return;
    }
    boolean origins =
        files.stream().anyMatch(f -> f.originCopies() != null && f.originCopies() > 0);
    List<String> headings = new ArrayList<>(List.of("file", "bytes", "segments", "seed copies"));
    if (origins) {
      headings.add("origin copies");
    }
    Table table = new Table(1, headings);
    for (FileReport file : files.subList(0, Math.min(MOST_ROWS, files.size()))) {
      List<String> cells = new ArrayList<>();
      cells.add(file.name());
      cells.add(file.bytes() == null ? NONE : Quantities.bytes(file.bytes()));
      cells.add(file.segments() == null ? NONE : file.segments().toString());
      cells.add(Quantities.ratio(file.firstHolderCopies()));
      if (origins) {
        cells.add(Quantities.ratio(file.originCopies()));
      }
      table.row(cells);
    }
    add(table, report.fileCount() - MOST_ROWS, "files");
    lines.add(
        "(seed copies: bytes that the file's first holders sent, divided by its size; about 1 at"
            + " best, one for each rank that lacked it at worst)");
    if (files.stream().anyMatch(file -> file.kind() == FileKind.INLINE)) {
      lines.add(
          "(bytes of inline files are without the line ends that outputs have between segments)");
    }
  }

  private void add(Table table, int more, String what) {
    lines.add("");
    lines.addAll(table.lines());
    if (more > 0) {
      lines.add("... and " + more + " more " + what + ", see report.json in the output directory");
    }
  }

  private static String number(Long value) {
    return value == null ? NONE : value.toString();
  }
}
